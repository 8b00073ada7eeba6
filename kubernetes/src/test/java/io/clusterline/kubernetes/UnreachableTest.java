package io.clusterline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.CircuitOpenException;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.testkit.AdminConf;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnreachableTest {

  private static final KubernetesSettings SHORT =
      KubernetesSettings.DEFAULT.with(Duration.ofSeconds(1), Duration.ofSeconds(1), 3);

  private final KubernetesCalls calls = calls(SHORT);

  @Test
  void givenNoServerListens_whenCalled_thenItIsTriedAgainAndFailsAsUnreachable() {
    try (KubernetesApi api = KubernetesApi.connect(kubeconfig("https://127.0.0.1:1"), calls)) {
      assertThatThrownBy(api::version)
          .isInstanceOfSatisfying(
              KubernetesException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE))
          .hasMessageContaining("GET 127.0.0.1:1/version");
    }
  }

  @Test
  void givenOneDeadApiServer_whenItIsHeldBack_thenItIsNamedAndAnotherIsStillCalled() {
    KubernetesCalls once = calls(SHORT.with(Duration.ofSeconds(1), Duration.ofSeconds(1), 1));
    try (KubernetesApi dead = KubernetesApi.connect(kubeconfig("https://127.0.0.1:1"), once);
        KubernetesApi other = KubernetesApi.connect(kubeconfig("https://127.0.0.1:2"), once)) {
      IntStream.range(0, 20).forEach(i -> assertThatThrownBy(dead::version));

      assertThatThrownBy(dead::version)
          .isInstanceOfSatisfying(
              CircuitOpenException.class,
              e -> assertThat(e.endpoint()).isEqualTo("kubernetes/127.0.0.1:1"));
      assertThatThrownBy(other::version)
          .isInstanceOf(KubernetesException.class)
          .hasMessageContaining("no answer to GET 127.0.0.1:2/version");
    }
  }

  private static KubernetesCalls calls(KubernetesSettings settings) {
    return new KubernetesCalls(settings, Resilience.measuredBy(new SimpleMeterRegistry()));
  }

  private static Secret kubeconfig(String server) {
    return Secret.of(AdminConf.of(server));
  }
}
