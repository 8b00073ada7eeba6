package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.testkit.MemorySecrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

  private final KubernetesCalls calls =
      new KubernetesCalls(
          KubernetesSettings.DEFAULT, Resilience.measuredBy(new SimpleMeterRegistry()));

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

    assertThatThrownBy(() -> KubernetesApi.connect(secret, calls))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageContaining("neither a token nor an embedded client certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/touch}",
        "auth-provider: {name: gcp, config: {cmd-path: /bin/touch}}"
      })
  void givenAKubeconfigThatWantsAProgramToRunWhenConnectedThenItIsRefused(String program) {
    for (String user : List.of("u", "another")) {
      Secret secret =
          Secret.of(
              """
              current-context: c
              contexts: [{name: c, context: {cluster: c, user: u}}]
              clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1', certificate-authority-data: %s}}]
              users: [{name: u, user: {token: t}}, {name: %s, user: {token: t, %s}}]
              """
                  .formatted(Certificates.SELF_SIGNED, user, program));

      assertThatThrownBy(() -> KubernetesApi.connect(secret, calls))
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_REJECTED))
          .hasMessageContaining("no program runs here");
    }
  }

  @Test
  void givenAStoredKubeconfigWhenGivenToAnotherProgramThenOnlyWhatIsReadHereIsInIt() {
    String stored = kubeconfig("https://127.0.0.1:1").reveal();
    Secret more = Secret.of(stored.replace("token: t", "token: t, as: root, tokenFile: /f"));
    MemorySecrets secrets = new MemorySecrets();
    SecretRef ref = secrets.put("clusterline/c/uid/kubeconfig", more);

    String handed;
    try (ClusterAccess access = new ClusterAccess(secrets, ref, calls)) {
      handed = access.requireKubeconfig().reveal();
    }

    assertThat(handed)
        .contains("https://127.0.0.1:1", Certificates.SELF_SIGNED, "\"token\":\"t\"")
        .doesNotContain("root", "tokenFile");
    assertThat(Kubeconfig.parse(Secret.of(handed)).text().reveal()).isEqualTo(handed);
  }

  @Test
  void givenAKubeconfigThatIsNotReadable_whenConnected_thenItsTextIsNotInTheError() {
    assertThatThrownBy(() -> KubernetesApi.connect(Secret.of("token: [hunter2"), calls))
        .isInstanceOf(ClusterlineException.class)
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
