package io.clusterline.execution;

import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.execution.AttemptOutcome.Failed;
import io.clusterline.execution.AttemptOutcome.Succeeded;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.Lease;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.LogContext;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One attempt at one stage, from the record it found to the event that ends it. */
final class StageAttempt<E extends StageTrigger> implements Runnable {

  private final StageRuntime runtime;
  private final Assignment<E> assignment;
  private final AttemptLimits limits;
  private final Lease lease;
  private final StageMetrics metrics;
  private final Event<E> trigger;
  private final GenerationGuard generation;
  private final WriteGuard guard;
  private final StallDetector stall;
  private final AttemptEnding<E> ending;
  private final Object executing = new Object();
  private @Nullable Thread executor;
  private boolean stopped;
  private @Nullable ClusterlineException cause;

  StageAttempt(
      StageRuntime runtime,
      Assignment<E> assignment,
      AttemptLimits limits,
      Lease lease,
      StageMetrics metrics) {
    this.runtime = runtime;
    this.assignment = assignment;
    this.limits = limits;
    this.lease = lease;
    this.metrics = metrics;
    this.trigger = assignment.trigger();
    this.generation = new GenerationGuard(assignment.state(), assignment.cluster());
    this.guard = new WriteGuard(generation, lease);
    this.stall = new StallDetector(limits.margin());
    this.ending = new AttemptEnding<>(runtime, assignment, trigger, metrics);
  }

  long generation() {
    return assignment.cluster().generation();
  }

  StageName stage() {
    return assignment.stage();
  }

  StallDetector stall() {
    return stall;
  }

  /** This attempt changes nothing any more, whatever its threads are doing. */
  void abandon() {
    lease.close();
  }

  /** Ends the execution. Recording and publishing, which follow, are never interrupted. */
  void stop() {
    guard.stop();
    synchronized (executing) {
      stopped = true;
      if (executor != null) {
        executor.interrupt();
      }
    }
  }

  @Override
  public void run() {
    try (lease;
        var logs =
            LogContext.of(
                assignment.cluster().name(),
                generation(),
                assignment.cluster().buildId(),
                stage().toString())) {
      ending.countAttempt().ifPresent(this::attempt);
    }
  }

  private void attempt(StageRecord record) {
    runtime.onReached(FailPoint.ACKED, stage(), ending.stageAddress());
    switch (record.status()) {
      case PUBLISHING -> ending.publishResult(record);
      case FAILING -> ending.publishFailure(record);
      default -> measured(record);
    }
  }

  private void measured(StageRecord record) {
    long startedAt = System.nanoTime();
    if (record.attempt() == 1 && record.replays() == 0) {
      metrics.stageBegins(stage(), Duration.between(trigger.time(), runtime.clock().instant()));
    }
    String outcome = recordOutcome(record, execute(record));
    Duration duration = Duration.ofNanos(System.nanoTime() - startedAt);
    metrics.attemptEnded(stage(), outcome, cause, duration);
  }

  /** Any throwable is this attempt's failure: uncounted, it would be retried for ever. */
  private AttemptOutcome execute(StageRecord record) {
    if (record.unfinishedAttempts() > limits.deaths()) {
      return failed(ErrorCode.WORKER_DIED, deaths(record));
    }
    if (!registerThread()) {
      return failed(ErrorCode.CANCELLED, "stopped before it began");
    }
    try {
      return assignment.executor().execute(context(record));
    } catch (RuntimeException | Error e) {
      return new Failed(Map.of(ending.stageAddress(), ClusterlineException.of(e)));
    } finally {
      unregisterThread();
    }
  }

  private static String deaths(StageRecord record) {
    return (record.unfinishedAttempts() - 1)
        + " attempts began and never ended: the service died, or was stopped, in each of them";
  }

  private boolean registerThread() {
    synchronized (executing) {
      executor = stopped ? null : Thread.currentThread();
      return !stopped;
    }
  }

  /** From here on this thread is not interrupted: the SDK and the broker client would abort. */
  @SuppressWarnings("unused") // the flag is taken away, whatever it was
  private void unregisterThread() {
    synchronized (executing) {
      executor = null;
      boolean interrupted = Thread.interrupted();
    }
  }

  private AttemptContext<E> context(StageRecord record) {
    StageProgress progress =
        new StageProgress(
            runtime,
            stage(),
            assignment.cluster(),
            trigger.id(),
            AttemptTrace.of(trigger, record, record.attempt()),
            metrics);
    return new AttemptContext<>(
        runtime,
        assignment,
        record.attemptId(),
        guard,
        Set.copyOf(generation.approvals()),
        generation.rotation(),
        stall,
        progress);
  }

  /**
   * A worker that lost its right to continue leaves the stage to the new holder; all else is
   * recorded.
   */
  private String recordOutcome(StageRecord record, AttemptOutcome outcome) {
    if (!guard.isCurrentGeneration()) {
      return "superseded";
    }
    if (!guard.isLeaseHeld() || stopped && !stall.wasStopped()) {
      return "handed-over";
    }
    if (stall.wasStopped()) {
      return failed(record, failed(ErrorCode.STAGE_STALLED, stall.toString()));
    }
    return switch (outcome) {
      case Succeeded(var result) -> ending.succeeded(record.attemptId(), result);
      case Failed failed -> failed(record, failed);
    };
  }

  private String failed(StageRecord record, Failed failed) {
    FailedAttempt attempt = new FailedAttempt(record, failed.failures());
    cause = attempt.cause();
    return attempt.isRetryable(limits.attempts())
        ? ending.retried(attempt, limits.attempts())
        : ending.failed(attempt);
  }

  private Failed failed(ErrorCode code, String message) {
    return new Failed(Map.of(ending.stageAddress(), new ClusterlineException(code, message)));
  }
}
