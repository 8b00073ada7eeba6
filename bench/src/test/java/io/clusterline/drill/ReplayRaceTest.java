package io.clusterline.drill;

import static io.clusterline.testkit.StoreCall.key;
import static io.clusterline.testkit.StoreCall.reads;
import static io.clusterline.testkit.StoreCall.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.Gate;
import io.clusterline.testkit.MisbehavingStore;
import io.clusterline.testkit.StoreCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A replay ticks the later stages. A tick that went out before the replayed stage is recorded as
 * running would find it failed, and the later stage would fail for it once more.
 */
@Timeout(90)
class ReplayRaceTest {

  private static final Predicate<StoreCall> OWN_RECORD = writes().and(key("/cni/record.json"));

  @TempDir Path folder;

  @Test
  void givenTwoWorkersThatReplayCniWhenNeitherHasRecordedItThenNetworkGetsNoTickBeforeIt() {
    MisbehavingStore[] store = new MisbehavingStore[1];
    try (ReplayLine line =
        new ReplayLine(folder, plain -> store[0] = misbehaving(plain), (scope, thing) -> {})) {
      failAtCni(line);
      store[0].forgetCalls();
      Gate gate = store[0].on(OWN_RECORD).holdBefore();
      var letter = line.deadLetter(StageName.CNI).orElseThrow();
      line.replay(StageName.CNI);
      line.broker().repeat(letter);

      Thread one = line.deliverNext();
      Thread other = line.deliverNext();
      gate.awaitArrival();
      awaitBoth(store[0]);

      assertThat(line.broker().isEmpty()).as("no tick, of whatever stage").isTrue();
      assertThat(line.is(StageName.CNI, Status.FAILED)).isTrue();
      gate.open();
      join(one, other);
      line.await("the cluster is ready", () -> line.is(Phase.READY));
      assertThat(line.stage(StageName.CNI).orElseThrow().replays()).isEqualTo(1);
    }
  }

  /** No watchdog runs here: edge, whose trigger does not come again, depends on that delivery. */
  @Test
  void givenAReplayThatFailsBetweenItsOwnTickAndThoseOfLaterStagesThenTheyGetTheirsAllTheSame() {
    MisbehavingStore[] store = new MisbehavingStore[1];
    try (ReplayLine line =
        new ReplayLine(folder, plain -> store[0] = misbehaving(plain), (scope, thing) -> {})) {
      line.faults().breakResource("bootstrap-last", ErrorCode.INSUFFICIENT_VCPU_QUOTA);
      line.request("first");
      line.await("bootstrap has failed", () -> line.is(StageName.BOOTSTRAP, Status.FAILED));
      line.await("edge is complete", () -> line.is(StageName.EDGE, Status.COMPLETE));
      line.await("the last tick is over", () -> line.broker().isEmpty());
      line.faults().repair();
      store[0]
          .on(
              reads()
                  .and(key("/edge/record.json"))
                  .and(call -> line.is(StageName.BOOTSTRAP, Status.RUNNING)))
          .skipFirst(1) // whether it failed for bootstrap
          .times(1)
          .fails(ErrorCode.AWS_THROTTLED);

      line.replay(StageName.BOOTSTRAP);

      line.await("the cluster is ready, and edge", () -> line.isWhole(Phase.READY));
    }
  }

  private static MisbehavingStore misbehaving(StateStore plain) {
    return new MisbehavingStore(plain, new SplittableRandom(1));
  }

  /** Network waits for cni, and has given up with it; nothing is on its way any more. */
  private static void failAtCni(ReplayLine line) {
    line.faults().breakResource("cni-first", ErrorCode.INSUFFICIENT_VCPU_QUOTA);
    line.request("first");
    line.await("cni has failed", () -> line.is(StageName.CNI, Status.FAILED));
    line.await("network gives up", () -> line.is(StageName.NETWORK, Status.FAILED));
    line.await("the cluster has failed", () -> line.is(Phase.FAILED));
    line.await("the last tick is over", () -> line.broker().isEmpty());
    line.faults().repair();
  }

  private static void awaitBoth(MisbehavingStore store) {
    Wait.until("both are about to record it")
        .within(Duration.ofSeconds(20))
        .poll(() -> store.count(OWN_RECORD) == 2 ? Seen.yes(true) : Seen.notYet("one of them"));
  }

  private static void join(Thread... threads) {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
