package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.RetryLadder;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.StageRecord.Status;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A transient failure is retried, later each time; a permanent one is published. */
@Timeout(120)
class RetryTest {

  private final TestLine test = new TestLine();

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenAFailureThatMayPassWhenItHasPassedThenTheStageEndsWell() {
    AtomicInteger tries = new AtomicInteger();
    test.replica(
        TestStage.running(context -> {
          if (tries.incrementAndGet() < 3) {
            throw new ClusterlineException(ErrorCode.AWS_NO_CAPACITY, "none of t3a.medium");
          }
        }),
        5);

    test.publish(accepted(1));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
    assertThat(test.stages().read(StageName.INFRA))
        .hasValueSatisfying(record -> {
          assertThat(record.attempt()).isEqualTo(3);
          assertThat(record.errors())
              .containsExactly(
                  "AWS_NO_CAPACITY: none of t3a.medium", "AWS_NO_CAPACITY: none of t3a.medium");
        });
  }

  @Test
  void givenAFailureThatStaysWhenTheAttemptsAreUsedUpThenAllOfThemAreReported() {
    test.replica(
        TestStage.running(context -> {
          throw new ClusterlineException(ErrorCode.AWS_NO_CAPACITY, "none of t3a.medium");
        }),
        2);

    test.publish(accepted(1));

    assertThat(test.next(StageName.INFRA.deadLetterQueue()).getMessageProperties().getHeaders())
        .containsEntry(DeadLetter.ATTEMPT, 2)
        .containsEntry(DeadLetter.CLUSTER, "small")
        .containsEntry(DeadLetter.GENERATION, 1L)
        .containsKey(DeadLetter.DEAD_LETTERED_AT);
    test.awaitStatus(StageName.INFRA, Status.FAILED);
    StageFailed failed = (StageFailed) test.nextEvent(StageName.ACCEPT).data();
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.lastErrors()).containsExactly("AWS_NO_CAPACITY: none of t3a.medium");
    assertThat(failed.fix()).isEqualTo(ErrorCode.AWS_NO_CAPACITY.fix());
    assertThat(failed.location()).isNotNull();
  }

  @Test
  void givenManyThatFailedTogetherWhenTheyWaitThenNotAllComeBackAtOnce() {
    RetryLadder ladder = new RetryLadder(new Random(1));

    for (int failures = 1; failures <= 7; failures++) {
      Set<RetryDelay> rungs = new HashSet<>();
      for (int i = 0; i < 100; i++) {
        rungs.add(ladder.after(failures));
      }
      RetryDelay highest = RetryDelay.values()[Math.min(failures, RetryDelay.values().length) - 1];
      assertThat(rungs).contains(highest).hasSize(failures == 1 ? 1 : 2);
    }
  }
}
