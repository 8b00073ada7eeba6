package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord.Status;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An attempt that waits for what only its own, superseded generation could bring. */
class OvertakenOnBrokerTest {

  private final TestLine test = new TestLine();
  private final CountDownLatch never = new CountDownLatch(1);
  private final Set<Long> begun = ConcurrentHashMap.newKeySet();
  private final TestStage stage =
      TestStage.running(context -> {
        long generation = context.cluster().generation();
        begun.add(generation);
        if (generation == 1) {
          awaitWhatNeverComes();
        }
      });

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenAnAttemptThatNeverSucceeds_whenANewerGenerationComes_thenItGivesWayToIt() {
    test.replica(stage);
    test.publish(accepted(1));
    awaitBegin();

    test.publish(accepted(2));

    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
    assertThat(test.stages().read(StageName.INFRA))
        .hasValueSatisfying(record -> assertThat(record.generation()).isEqualTo(2));
  }

  /** A tick that comes back while the old attempt still ends is the only one there is. */
  @Test
  void givenAnAttemptThatIsSlowToStop_whenANewerGenerationComes_thenItsTickIsNotLost() {
    TestStage slow =
        TestStage.running(context -> {
          if (context.cluster().generation() == 1 && begun.add(1L)) {
            stopSlowly();
          }
        });
    test.replica(slow);
    test.publish(accepted(1));
    awaitBegin();

    test.publish(accepted(2));

    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
    assertThat(test.stages().read(StageName.INFRA))
        .hasValueSatisfying(record -> assertThat(record.generation()).isEqualTo(2));
  }

  /** As a call does that cannot be interrupted and returns when it has its answer. */
  private void stopSlowly() {
    awaitWhatNeverComes();
    new CompletableFuture<Void>().completeOnTimeout(null, 8, TimeUnit.SECONDS).join();
  }

  private void awaitBegin() {
    Wait.until("generation 1 has begun")
        .within(ofSeconds(30))
        .poll(() -> begun.contains(1L) ? Seen.yes(1L) : Seen.notYet("begun: " + begun));
  }

  private void awaitWhatNeverComes() {
    try {
      assertThat(never.await(1, TimeUnit.MINUTES)).as("it never comes").isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
