package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.testkit.AdminConf;
import io.clusterline.testkit.MemorySecrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored kubeconfig may have been put there by anybody who can write to the secret store. */
class KubeconfigTest {

  private static final String STORED = AdminConf.of("https://127.0.0.1:1");

  private final KubernetesCalls calls =
      new KubernetesCalls(
          KubernetesSettings.DEFAULT, Resilience.measuredBy(new SimpleMeterRegistry()));
  private final MemorySecrets secrets = new MemorySecrets();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/touch}",
        "auth-provider: {name: gcp, config: {cmd-path: /bin/touch}}",
        "tokenFile: /etc/passwd",
        "client-key: /etc/shadow"
      })
  void givenAKubeconfigThatWantsProgramsOrFilesThenNeitherIsConnectedNorIsItHandedOn(String field) {
    Secret more = Secret.of(STORED.replace("  user:\n", "  user:\n    " + field + "\n"));

    assertUnsafe(() -> KubernetesApi.connect(more, calls));
    assertUnsafe(() -> access(more).requireKubeconfig());
  }

  @Test
  void givenAStoredKubeconfigWhenGivenToAnotherProgramThenItIsWrittenAnew() {
    String handed = access(Secret.of(STORED + "# a comment\n")).requireKubeconfig().reveal();

    assertThat(handed).contains("https://127.0.0.1:1").doesNotContain("comment");
    KubernetesApi.connect(Secret.of(handed), calls).close();
  }

  @Test
  void givenAKubeconfigThatIsNotReadable_whenConnected_thenItsTextIsNotInTheError() {
    assertThatThrownBy(() -> KubernetesApi.connect(Secret.of("token: [hunter2"), calls))
        .isInstanceOf(ClusterlineException.class)
        .hasMessageNotContaining("hunter2");
  }

  private ClusterAccess access(Secret stored) {
    SecretRef ref = secrets.put("clusterline/c/uid/kubeconfig", stored);
    return new ClusterAccess(secrets, ref, calls);
  }

  private static void assertUnsafe(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSAFE_KUBECONFIG));
  }
}
