package io.clusterline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CallMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CallMetrics calls = new CallMetrics(registry);

  @Test
  void givenACallThatSucceedsWhenItIsTimedThenItsResultIsReturnedAndCounted() {
    assertThat(calls.<String>timed(LineMetric.HELM_CALLS, () -> "done", "install"))
        .isEqualTo("done");

    assertThat(count("install", "success")).isEqualTo(1);
  }

  @Test
  void givenACallThatFailsWhenItIsTimedThenItsErrorIsThrownAndItsCodeCounted() {
    ClusterlineException failure = new ClusterlineException(ErrorCode.KUBERNETES_REJECTED, "no");

    assertThatThrownBy(() ->
            calls.timed(
                LineMetric.HELM_CALLS,
                () -> {
                  throw failure;
                },
                "upgrade"))
        .isSameAs(failure);

    assertThat(count("upgrade", "KUBERNETES_REJECTED")).isEqualTo(1);
  }

  private long count(String operation, String outcome) {
    return registry
        .get("clusterline.helm.calls")
        .tags("operation", operation, "outcome", outcome)
        .timer()
        .count();
  }
}
