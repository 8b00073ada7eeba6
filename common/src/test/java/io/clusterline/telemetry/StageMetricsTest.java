package io.clusterline.telemetry;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StageMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final StageMetrics metrics = new StageMetrics(registry);

  @Test
  void givenAnAnnouncedStageWhenNothingHappenedThenItsCountersAreThereAtZero() {
    metrics.announce(StageName.INFRA, List.of(Duration.ofSeconds(5)));

    assertThat(registry.get("clusterline.lease.takeovers").tag("stage", "infra").counter().count())
        .isZero();
    assertThat(
            registry
                .get("clusterline.messages")
                .tags("stage", "infra", "fate", "tick-was-lost")
                .counter()
                .count())
        .isZero();
    assertThat(registry.get("clusterline.stage.retries").tag("rung", "5s").counter().count())
        .isZero();
  }

  @Test
  void givenAnAnnouncedStageWhenItsFirstAttemptEndsThenItsDurationIsAnIncrease() {
    metrics.announce(StageName.INFRA, List.of(Duration.ofSeconds(5)));

    assertThat(registry.get("clusterline.stage.duration").tag("stage", "infra").timer().count())
        .isZero();
    assertThat(registry.get("clusterline.stage.start.delay").tag("stage", "infra").timer().count())
        .isZero();
  }

  @Test
  void givenAnAttemptThatFailedWhenItEndsThenItsErrorIsALabelAndNotItsMessage() {
    ClusterlineException denied = new ClusterlineException(ErrorCode.AWS_DENIED, "eco2 may not");

    metrics.attemptEnded(StageName.INFRA, "failed", denied, Duration.ofSeconds(3));

    assertThat(
            registry
                .get("clusterline.stage.attempts")
                .tags("stage", "infra", "outcome", "failed", "error_code", "AWS_DENIED")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().getTags().toString()).doesNotContain("eco2"));
  }

  @Test
  void givenASendersClockThatIsAheadWhenTheStageBeginsThenItsDelayIsZero() {
    metrics.stageBegins(StageName.CNI, Duration.ofSeconds(-5));

    assertThat(registry.get("clusterline.stage.start.delay").timer().totalTime(SECONDS)).isZero();
    assertThat(registry.get("clusterline.stage.start.delay").timer().count()).isEqualTo(1);
  }

  @Test
  void givenARetryWhenItIsCountedThenItsRungIsTheDelay() {
    metrics.retried(StageName.ADDONS, Duration.ofMinutes(2));

    assertThat(registry.get("clusterline.stage.retries").tag("rung", "120s").counter().count())
        .isEqualTo(1);
  }
}
