package io.clusterline.execution;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.StageTrigger;
import io.clusterline.execution.Job.End;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.FailPoint;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Lease;
import io.clusterline.state.StageRecord;
import io.clusterline.telemetry.StageMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One worker's attempt at one stage, from the record it found to the event that ends it. */
final class StageAttempt<E extends StageTrigger> implements Runnable {

  private final Job<E> job;
  private final StageRuntime line;
  private final ClusterState state;
  private final Lease lease;
  private final int attempts;
  private final StageMetrics metrics;
  private final Event<E> trigger;
  private final ClusterRef cluster;
  private final GenerationGuard standing;
  private final StageEnding<E> ending;
  private final StallDetector liveness;

  StageAttempt(
      Job<E> job,
      StageRuntime line,
      ClusterState state,
      Lease lease,
      StageQueue queue,
      int attempts,
      StageMetrics metrics,
      Event<E> trigger,
      StallDetector liveness) {
    this.job = job;
    this.line = line;
    this.state = state;
    this.lease = lease;
    this.attempts = attempts;
    this.metrics = metrics;
    this.trigger = trigger;
    this.liveness = liveness;
    this.cluster =
        new ClusterRef(
            trigger.subject(),
            Objects.requireNonNull(trigger.clusterUid()),
            Objects.requireNonNull(trigger.generation()),
            Objects.requireNonNull(trigger.correlationId()));
    this.standing = new GenerationGuard(state, cluster);
    this.ending = new StageEnding<>(job.stage(), line, state, cluster, trigger, queue);
  }

  long generation() {
    return cluster.generation();
  }

  StallDetector liveness() {
    return liveness;
  }

  /** Nothing is changed any more by this attempt, whatever its thread is doing. */
  void abandon() {
    lease.close();
  }

  @Override
  public void run() {
    try (lease) {
      StageRecord record = ending.change(StageRecord::begun);
      if (record.generation() != cluster.generation() || record.isTerminal()) {
        return;
      }
      line.reached(FailPoint.ACKED, job.stage(), self());
      if (record.result() == null) {
        measured(record);
      } else {
        ending.publishResult(record);
      }
    }
  }

  private void measured(StageRecord record) {
    long startedAt = System.nanoTime();
    String outcome = attempt(record);
    Duration duration = Duration.ofNanos(System.nanoTime() - startedAt);
    metrics.stageFinished(job.stage(), cluster.name(), outcome, duration);
  }

  private String attempt(StageRecord record) {
    return switch (run(record)) {
      case End.Done done -> succeeded(record, done.result());
      case End.Failed failed -> failed(record, failed.failures());
    };
  }

  /** Whatever is thrown is this attempt's failure: uncounted, it would come again for ever. */
  private End run(StageRecord record) {
    try {
      return job.run(work(record));
    } catch (RuntimeException | Error e) {
      return new End.Failed(Map.of(self(), ClusterlineException.of(e)));
    }
  }

  private AttemptContext<E> work(StageRecord record) {
    StageProgress progress =
        new StageProgress(line, job.stage(), cluster, trigger.id(), record.attempt(), metrics);
    return new AttemptContext<>(
        line,
        job.stage(),
        state,
        cluster,
        trigger,
        this::checkPermitted,
        Set.copyOf(standing.approvals()),
        liveness.listeningFor(progress),
        liveness::expect);
  }

  private void checkPermitted() {
    lease.check();
    standing.check();
  }

  private String succeeded(StageRecord record, ClusterEvent result) {
    if (!lease.isHeld() || !standing.isCurrent()) {
      return failed(record, Map.of());
    }
    return ending.succeeded(result);
  }

  /** Whoever lost the right to go on leaves the stage to who has it; all else is said. */
  private String failed(StageRecord record, Map<Address, ClusterlineException> failures) {
    if (liveness.wasStopped() && lease.isHeld()) {
      ClusterlineException stalled =
          new ClusterlineException(ErrorCode.STAGE_STALLED, liveness.toString());
      return settled(new FailedAttempt(record, Map.of(self(), stalled)));
    }
    if (!lease.isHeld() || Thread.currentThread().isInterrupted()) {
      return "handed-over";
    }
    if (!standing.isCurrent()) {
      return "superseded";
    }
    return settled(new FailedAttempt(record, failures));
  }

  private String settled(FailedAttempt failed) {
    return failed.mayPass(attempts) ? ending.retried(failed) : ending.failed(failed);
  }

  private Address self() {
    return new Address("stage", job.stage().toString());
  }
}
