package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(1, new StageMetrics(registry));
  private final List<String> turns = new CopyOnWriteArrayList<>();

  @BeforeEach
  void measure() {
    limiter.measure(StageName.INFRA);
  }

  @Test
  void givenAllPlacesTakenWhenTheyComeFreeThenWhoHasWaitedLongestIsNext() {
    assertThat(acquire("a", StageName.INFRA)).isTrue();
    assertThat(acquire("b", StageName.INFRA)).isFalse();
    assertThat(acquire("c", StageName.INFRA)).isFalse();
    assertThat(acquire("b", StageName.INFRA)).as("its tick came again").isFalse();
    assertThat(waiting()).isEqualTo(2);

    limiter.release(StageName.INFRA);
    awaitTurns("b");
    assertThat(acquire("d", StageName.INFRA)).as("c was there before").isFalse();
    limiter.release(StageName.INFRA);
    awaitTurns("b", "c");
    limiter.release(StageName.INFRA);

    awaitTurns("b", "c", "d");
    limiter.release(StageName.INFRA);
    assertThat(acquire("e", StageName.INFRA)).isTrue();
    assertThat(waiting()).isZero();
  }

  @Test
  void givenAllPlacesOfOneStageTakenWhenAnotherStageAsksThenItHasItsOwn() {
    assertThat(acquire("a", StageName.NETWORK)).isTrue();

    assertThat(acquire("a", StageName.CNI)).isTrue();
  }

  @Test
  void givenOneThatWaitsWhenItIsForgottenThenItsTurnPasses() {
    acquire("a", StageName.INFRA);
    acquire("b", StageName.INFRA);
    acquire("c", StageName.INFRA);

    limiter.cancel(tick("b", StageName.INFRA));
    limiter.release(StageName.INFRA);

    awaitTurns("c");
  }

  @Test
  void givenOneThatWaitsWhenTheProcessEndsThenItsTurnDoesNotCome() {
    acquire("a", StageName.INFRA);
    acquire("b", StageName.INFRA);

    limiter.close();
    limiter.release(StageName.INFRA);

    assertThat(turns).isEmpty();
    assertThat(waiting()).isZero();
  }

  @Test
  void givenNoPlaceAtAllWhenConfiguredThenItIsRefused() {
    assertThatThrownBy(() -> new ConcurrencyLimiter(0, new StageMetrics(registry)))
        .hasMessage("clusterline.stage.at-once is 0: give 1 or more");
  }

  private boolean acquire(String cluster, StageName stage) {
    return limiter.acquire(tick(cluster, stage), () -> turns.add(cluster));
  }

  private static Tick tick(String cluster, StageName stage) {
    return Tick.of(
        new ClusterRef(cluster, "uid-" + cluster, 1, "build-1"),
        new ClusterLocation(null, "eu-west-1"),
        StageRecord.ofTrigger(stage, 1, "trigger"));
  }

  private double waiting() {
    return registry.get("clusterline.stages.waiting").tag("stage", "infra").gauge().value();
  }

  private void awaitTurns(String... expected) {
    Wait.until("it is the turn of " + List.of(expected))
        .within(Duration.ofSeconds(10))
        .poll(
            () -> turns.equals(List.of(expected)) ? Seen.yes(true) : Seen.notYet(turns.toString()));
  }
}
