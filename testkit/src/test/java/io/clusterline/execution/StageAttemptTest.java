package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What only happens between two looks of one attempt. */
class StageAttemptTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void givenARecordThatANewerGenerationTakes_whenTheOlderAttemptSucceeds_thenItIsSuperseded()
      throws Exception {
    try (TestLine line = new TestLine();
        Leases leases = new Leases("worker", Duration.ofSeconds(8))) {
      line.assign(1);
      ClusterState state = line.state();
      Event<ClusterAccepted> trigger = TestLine.accepted(1);
      String body = new String(CloudEventCodec.encode(trigger), StandardCharsets.UTF_8);
      state.changeStage(StageRecord.taken(StageName.INFRA, 1, body), UnaryOperator.identity());
      StageRecord newer = StageRecord.taken(StageName.INFRA, 2, body);
      TestStage overtaken =
          TestStage.doing(context -> state.updateStage(StageName.INFRA, now -> newer));

      work(line, state, leases.acquire(state, StageName.INFRA).orElseThrow(), trigger, overtaken)
          .run();

      assertThat(state.stage(StageName.INFRA)).contains(newer);
      assertThat(registry.find("clusterline.stage.duration").tag("outcome", "superseded").timer())
          .isNotNull();
    }
  }

  private StageAttempt<ClusterAccepted> work(
      TestLine line,
      ClusterState state,
      Lease lease,
      Event<ClusterAccepted> trigger,
      TestStage stage) {
    return new StageAttempt<>(
        new BuildJob<>(stage),
        line.line,
        state,
        lease,
        line.queue(StageName.INFRA),
        5,
        new StageMetrics(registry),
        trigger,
        new StallDetector(StallDetector.MARGIN));
  }
}
