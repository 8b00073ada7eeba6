package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.secret.Secret;
import org.junit.jupiter.api.Test;

class KubeconfigTest {

  private static final String ADMIN_CONF =
      """
      apiVersion: v1
      clusters:
      - cluster:
          certificate-authority-data: Q0E=
          server: https://api.tiny.internal:6443
        name: tiny
      users:
      - name: kubernetes-admin
        user: {client-key-data: S0VZ}
      """;

  @Test
  void givenTheMastersKubeconfigWhenItIsPointedOutsideThenOnlyTheServerChanges() {
    Secret outside = Kubeconfig.pointedAt("203.0.113.10:6443", Secret.of(ADMIN_CONF));

    assertThat(outside.reveal())
        .isEqualTo(ADMIN_CONF.replace("api.tiny.internal:6443", "203.0.113.10:6443"));
  }

  @Test
  void givenAKubeconfigWithoutAServerWhenItIsPointedOutsideThenItIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> Kubeconfig.pointedAt("x:1", Secret.of("client-key-data: S0VZ")))
        .hasMessageContaining("0 servers")
        .hasMessageNotContaining("S0VZ");
  }
}
