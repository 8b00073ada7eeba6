package io.clusterline.stage;

import static io.clusterline.stage.Runs.apply;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.testkit.MemoryLedger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stage that cannot succeed any more waits for nothing; what it is doing is not cut off. */
@Timeout(60)
class FinalFailureTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final World world = World.withLedger(new MemoryLedger());
  private final StepGraph<World> graph = new StepGraph<>();

  /** Waits for what never comes. */
  private record Waiting(String key, CountDownLatch waits, Duration limit)
      implements Step<World, String> {
    @Override
    public Kind<World, String> kind() {
      return Kind.withoutResource("waiting", String.class);
    }

    @Override
    public Found<String> find(World context) {
      return Found.missing();
    }

    @Override
    public String apply(World context, Found<String> found) {
      return Wait.until("it is healthy")
          .within(limit)
          .orFail(ErrorCode.ADDON_UNHEALTHY)
          .pausing((usual, remaining) -> {
            waits.countDown();
            var unused = NEVER.await(remaining.toNanos(), TimeUnit.NANOSECONDS);
          })
          .poll(() -> Wait.Seen.notYet("0/1 available"));
    }
  }

  /** Fails once the other waits. */
  private record Failing(String key, CountDownLatch waits, ErrorCode code)
      implements Step<World, String> {
    @Override
    public Kind<World, String> kind() {
      return Kind.withoutResource("failing", String.class);
    }

    @Override
    public Found<String> find(World context) {
      return Found.missing();
    }

    @Override
    public String apply(World context, Found<String> found) {
      try {
        waits.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new ClusterlineException(code, "as it is");
    }
  }

  @Test
  void givenAFailureThatIsFinalWhenAnotherStepWaitsThenTheStageEndsAtOnce() {
    CountDownLatch waits = new CountDownLatch(1);
    Waiting waiting = graph.add(new Waiting("other", waits, LONG));
    Failing failing = graph.add(new Failing("one", waits, ErrorCode.KUBERNETES_REJECTED));

    StageReport report = apply(world, graph);

    assertThat(report.failures()).containsOnlyKeys(failing.address());
    assertThat(report.outcomes()).containsEntry(waiting.address(), Outcome.SKIPPED);
  }

  @Test
  void givenAFailureThatIsFinalWhenAStepComesToItsWaitLaterThenItDoesNotWaitEither() {
    CountDownLatch none = new CountDownLatch(0);
    Failing failing = graph.add(new Failing("one", none, ErrorCode.KUBERNETES_REJECTED));
    Thing made = graph.add(Thing.of("chart"));
    Waiting waiting = graph.after(made).add(new Waiting("other", new CountDownLatch(1), LONG));

    StageReport report = apply(world, graph);

    assertThat(report.failures()).containsOnlyKeys(failing.address());
    assertThat(report.outcomes())
        .containsEntry(made.address(), Outcome.CREATED)
        .containsEntry(waiting.address(), Outcome.SKIPPED);
  }

  @Test
  void givenAFailureThatMayPassWhenAnotherStepWaitsThenItWaitsOn() {
    CountDownLatch waits = new CountDownLatch(1);
    Waiting waiting = graph.add(new Waiting("other", waits, SHORT));
    graph.add(new Failing("one", waits, ErrorCode.AWS_NO_CAPACITY));

    StageReport report = apply(world, graph);

    assertThat(report.failures().get(waiting.address()).code())
        .isEqualTo(ErrorCode.ADDON_UNHEALTHY);
  }
}
