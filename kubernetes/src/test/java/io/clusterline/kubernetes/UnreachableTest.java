package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.clusterline.state.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnreachableTest {

  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), 3);

  @Test
  void givenNobodyListens_whenCalled_thenItIsTriedAgainAndFailsAsUnreachable() {
    try (KubernetesApi api = KubernetesApi.connect(kubeconfig("https://127.0.0.1:1"), SHORT)) {
      assertThatThrownBy(api::version)
          .isInstanceOfSatisfying(
              KubernetesException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
          .hasMessageContaining("GET 127.0.0.1:1/version");
    }
  }

  @Test
  void givenAKubeconfigThatNamesFilesOfThisMachine_whenConnected_thenItIsRefused() {
    Secret secret =
        Secret.of(
            """
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1', certificate-authority-data: eA==}}]
            users: [{name: u, user: {client-certificate: /etc/passwd, client-key: /etc/shadow}}]
            """);

    assertThatThrownBy(() -> KubernetesApi.connect(secret))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("neither a token nor an embedded client certificate");
  }

  @Test
  void givenAKubeconfigThatIsNotReadable_whenConnected_thenItsTextIsNotInTheError() {
    assertThatThrownBy(() -> KubernetesApi.connect(Secret.of("token: [hunter2")))
        .isInstanceOf(StageException.class)
        .hasMessageNotContaining("hunter2");
  }

  private static Secret kubeconfig(String server) {
    return Secret.of(
        """
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: '%s', certificate-authority-data: %s}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(server, Certificates.SELF_SIGNED));
  }
}
