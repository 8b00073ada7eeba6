package io.clusterline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StepFinished.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A graph returns when none of its steps is under way: then its lease may be released. */
@Timeout(60)
class StoppedStepsTest {

  private static final Address CREATE = new Address("instance", "worker-1");

  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();

  @Test
  void givenACallThatIsUnderWay_whenTheRunIsInterrupted_thenItReturnsAfterTheCall()
      throws Exception {
    AtomicBoolean endedBefore = new AtomicBoolean();
    Thread run =
        Thread.ofVirtual()
            .start(() -> {
              execution(Duration.ofMinutes(1)).run();
              endedBefore.set(ended.get());
            });
    begun.await();

    run.interrupt();
    run.join();

    assertThat(endedBefore).as("the call had ended before the run returned").isTrue();
  }

  @Test
  void givenACallThatOutlivesItsDeadline_whenTheRunEnds_thenItReturnsAfterTheCall() {
    StageReport report = execution(Duration.ofMillis(50)).run();

    assertThat(report.outcomes()).containsEntry(CREATE, Outcome.FAILED);
    assertThat(ended).isTrue();
  }

  private GraphExecution execution(Duration deadline) {
    var task = new GraphExecution.Task(CREATE, Set.of(), deadline, this::create);
    return new GraphExecution(List.of(task), new StageListener() {});
  }

  /** As an HTTP call whose bytes are out: an interrupt does not undo it. */
  private Outcome create() {
    begun.countDown();
    long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    ended.set(true);
    return Outcome.CREATED;
  }
}
