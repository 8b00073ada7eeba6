package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.ClusterRef;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import io.clusterline.telemetry.StageMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Events between two polls of one attempt. */
class StageAttemptTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void givenARecordThatANewerGenerationTakes_whenTheOlderAttemptSucceeds_thenItIsSuperseded()
      throws Exception {
    try (TestLine line = new TestLine();
        Leases leases = new Leases("worker", Duration.ofSeconds(8))) {
      line.assign(1);
      StageStore stages = line.stages();
      String body = CloudEventCodec.text(TestLine.accepted(1));
      StageRecord found =
          stages.change(StageRecord.ofTrigger(StageName.INFRA, 1, body), UnaryOperator.identity());
      StageRecord newer = StageRecord.ofTrigger(StageName.INFRA, 2, body);
      TestStage overtaken =
          TestStage.running(context -> stages.update(StageName.INFRA, now -> newer));

      attempt(line, found, leases.acquire(stages, StageName.INFRA).orElseThrow(), overtaken).run();

      assertThat(stages.read(StageName.INFRA)).contains(newer);
    }
  }

  @Test
  void givenAnErrorThatDoesNotPass_whenTheAttemptEnds_thenAttemptAndDeadLetterAreCountedByIt()
      throws Exception {
    try (TestLine line = new TestLine();
        Leases leases = new Leases("worker", Duration.ofSeconds(8))) {
      line.assign(1);
      StageStore stages = line.stages();
      String body = CloudEventCodec.text(TestLine.accepted(1));
      StageRecord found =
          stages.change(StageRecord.ofTrigger(StageName.INFRA, 1, body), UnaryOperator.identity());
      TestStage denied =
          TestStage.running(context -> {
            throw new ClusterlineException(ErrorCode.AWS_DENIED, "no");
          });

      attempt(line, found, leases.acquire(stages, StageName.INFRA).orElseThrow(), denied).run();

      assertThat(count("clusterline.stage.attempts", "outcome", "failed")).isEqualTo(1);
      assertThat(count("clusterline.dead.letters.published", "error_code", "AWS_DENIED"))
          .isEqualTo(1);
      assertThat(registry.get("clusterline.stage.start.delay").timer().count()).isEqualTo(1);
    }
  }

  private double count(String counter, String label, String value) {
    return registry.get(counter).tags("stage", "infra", label, value).counter().count();
  }

  private StageAttempt<ClusterAccepted> attempt(
      TestLine line, StageRecord found, Lease lease, TestStage stage) {
    Tick tick =
        Tick.of(
            new ClusterRef("small", "uid-1", 1, "build-1"),
            new ClusterLocation(null, "ap-northeast-2"),
            found);
    Assignment<ClusterAccepted> assignment =
        new Assignment<>(
            new BuildExecutor<>(stage),
            tick,
            line.state(),
            line.stages(),
            found,
            line.queue(StageName.INFRA));
    return new StageAttempt<>(
        line.line,
        assignment,
        new AttemptLimits(5, 10, StallDetector.MARGIN),
        lease,
        new StageMetrics(registry));
  }
}
