package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More clusters at once than a process works on, on a real broker. */
@Timeout(120)
class TurnsOnBrokerTest {

  private static final int ONE_AT_ONCE = 1;

  private final TestLine test = new TestLine();
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final TestStage stage =
      TestStage.running(context -> {
        begun.add(context.cluster().name());
        await(mayEnd);
      });

  @AfterEach
  void close() throws Exception {
    mayEnd.countDown();
    test.close();
  }

  /** The margin is far shorter than the wait: a stage that waits for its turn has not stalled. */
  @Test
  void givenOnePlaceWhenThreeClustersComeThenTwoWaitUntouchedAndAllEndInTheirOrder() {
    test.replica(new BuildExecutor<>(stage), 1, ONE_AT_ONCE, ofMillis(200));
    List.of("first", "second", "third").forEach(name -> test.publish(accepted(name, 1)));
    awaitStatus("third", Status.RUNNING);
    awaitBegun(1);

    assertThat(test.stages("second").read(StageName.INFRA)).map(StageRecord::attempt).contains(0);
    assertThat(test.isTaken("second")).isFalse();
    mayEnd.countDown();

    awaitStatus("third", Status.COMPLETE);
    assertThat(begun).containsExactly("first", "second", "third");
    assertThat(test.stages("second").read(StageName.INFRA)).map(StageRecord::attempt).contains(1);
  }

  @Test
  void givenAClusterThatWaitsWhenItIsNoLongerWantedThenItIsNotBegun() {
    test.replica(new BuildExecutor<>(stage), 1, ONE_AT_ONCE, StallDetector.MARGIN);
    List.of("first", "second", "third").forEach(name -> test.publish(accepted(name, 1)));
    awaitStatus("third", Status.RUNNING);

    test.assign("second", 2);
    mayEnd.countDown();

    awaitStatus("third", Status.COMPLETE);
    assertThat(begun).containsExactly("first", "third");
  }

  private void awaitStatus(String cluster, Status status) {
    Wait.until("infra of " + cluster + " is " + status)
        .within(ofSeconds(30))
        .poll(() -> {
          Status now =
              test.stages(cluster).read(StageName.INFRA).map(StageRecord::status).orElse(null);
          return now == status ? Seen.yes(now) : Seen.notYet("it is " + now);
        });
  }

  private void awaitBegun(int number) {
    Wait.until(number + " have begun")
        .within(ofSeconds(30))
        .poll(() -> begun.size() == number ? Seen.yes(number) : Seen.notYet(begun.toString()));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
