package io.clusterline.stage;

import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.telemetry.LogContext;
import io.clusterline.telemetry.StepSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Walks a directed acyclic graph: every task starts as soon as those it waits for are done, each on
 * a virtual thread; a failed task stops its dependants only; a task that outlives its deadline is
 * interrupted and counted as failed. Build and removal are both such a walk; a build that has
 * failed for good waits for nothing any more, a removal removes on what it can.
 */
final class GraphExecution {

  private static final Logger LOG = LoggerFactory.getLogger(GraphExecution.class);

  /** The work of one node of the graph. */
  @FunctionalInterface
  interface Work {
    Outcome run() throws Exception;
  }

  /** One node of the walk. */
  record Task(Address address, Set<Address> after, Duration deadline, Work work) {}

  private record End(Address address, @Nullable Outcome outcome, @Nullable Throwable failure) {}

  private record Running(StepRun run, Thread thread, long startedAt) {}

  private final Map<Address, Task> tasks = new LinkedHashMap<>();
  private final Map<Address, Set<Address>> waitingFor = new HashMap<>();
  private final Map<Address, Running> running = new LinkedHashMap<>();
  private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
  private final Map<Address, Outcome> outcomes = new LinkedHashMap<>();
  private final Map<Address, ClusterlineException> failures = new LinkedHashMap<>();
  private final StageListener listener;
  private final boolean waitsAfterFinalFailure;
  private final List<Thread> stopped = new ArrayList<>();
  private @Nullable Address failedForGood;

  /** How long a stopped step may take to end; its calls have shorter limits of their own. */
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  GraphExecution(List<Task> tasks, StageListener listener) {
    this(tasks, listener, true);
  }

  private GraphExecution(List<Task> tasks, StageListener listener, boolean waitsAfterFinalFailure) {
    this.waitsAfterFinalFailure = waitsAfterFinalFailure;
    tasks.forEach(task -> this.tasks.put(task.address(), task));
    tasks.forEach(task -> waitingFor.put(task.address(), new HashSet<>(task.after())));
    this.listener = listener;
  }

  /**
   * A walk that is lost with the first failure that no retry can mend: from then on its steps only
   * finish what they are doing, and wait for nothing.
   */
  static GraphExecution endingWithFinalFailure(List<Task> tasks, StageListener listener) {
    return new GraphExecution(tasks, listener, false);
  }

  /**
   * Runs until no step can run any more. An interrupt stops running steps and is kept for the
   * caller.
   */
  StageReport run() {
    startWhatMay();
    while (!running.isEmpty()) {
      try {
        End end = ends.poll(nanosToNextDeadline(), TimeUnit.NANOSECONDS);
        if (end == null) {
          expire();
        } else {
          complete(end);
        }
      } catch (InterruptedException e) {
        abandon();
        Thread.currentThread().interrupt();
      }
      startWhatMay();
    }
    awaitStopped();
    return new StageReport(outcomes, failures);
  }

  /**
   * A stopped step may still be in the middle of a call. The caller releases its lease afterwards;
   * so this waits, within a limit, until no step is under way.
   */
  private void awaitStopped() {
    boolean interrupted = Thread.interrupted();
    long end = System.nanoTime() + LONGEST_END.toNanos();
    for (Thread thread : stopped) {
      interrupted |= awaitEnd(thread, end);
      if (thread.isAlive()) {
        LOG.warn("{} was stopped and does not end", thread.getName());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether this thread was interrupted meanwhile; it waits on all the same. */
  private static boolean awaitEnd(Thread thread, long end) {
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() < end) {
      try {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private void startWhatMay() {
    for (Task task : List.copyOf(tasks.values())) {
      Address address = task.address();
      if (outcomes.containsKey(address) || running.containsKey(address)) {
        continue;
      }
      if (waitingFor.getOrDefault(address, Set.of()).isEmpty()
          && !Thread.currentThread().isInterrupted()) {
        start(task);
      }
    }
  }

  private void start(Task task) {
    Address address = task.address();
    listener.stepStarted(address);
    StepRun run =
        new StepRun(
            address,
            task.after(),
            task.deadline(),
            message -> listener.stepProgressed(address, percent(), message));
    Map<String, String> logs = MDC.getCopyOfContextMap();
    Thread thread =
        Thread.ofVirtual()
            .name(address.toString())
            .unstarted(() ->
                ends.add(
                    ScopedValue.where(StepRun.CURRENT, run)
                        .where(StepSpan.CURRENT, listener.spanOf(address))
                        .call(() -> runTask(task, logs))));
    if (failedForGood != null) {
      run.endWaits(failedForGood);
    }
    running.put(address, new Running(run, thread, System.nanoTime()));
    thread.start();
  }

  private static End runTask(Task task, @Nullable Map<String, String> logs) {
    try (var context = LogContext.ofStep(logs, task.address().toString())) {
      return new End(task.address(), task.work().run(), null);
    } catch (Throwable failure) { // reported as the step's failure, an Error too
      return new End(task.address(), null, failure);
    }
  }

  private void complete(End end) {
    Running was = running.remove(end.address());
    if (was == null) {
      return; // it ended after its deadline had passed
    }
    if (end.failure() instanceof WaitEnded ended) {
      skip(end.address(), was, ended);
    } else if (end.failure() != null || end.outcome() == null) {
      fail(
          end.address(),
          was,
          ClusterlineException.of(
              end.failure() == null ? new IllegalStateException("no outcome") : end.failure()));
    } else {
      was.run().remarks().forEach(remark -> listener.stepRemarked(end.address(), remark));
      finish(end.address(), end.outcome(), elapsed(was), null);
      waitingFor.values().forEach(set -> set.remove(end.address()));
    }
  }

  private void expire() {
    for (Running late : List.copyOf(running.values())) {
      if (late.run().nanosLeft() <= 0) {
        Address address = late.run().address();
        stop(late);
        Duration limit = tasks.get(address) == null ? Duration.ZERO : tasks.get(address).deadline();
        fail(
            address,
            late,
            new ClusterlineException(
                ErrorCode.DEADLINE_EXCEEDED,
                address
                    + " was not done within "
                    + limit.toSeconds()
                    + " s; last: "
                    + late.run().lastMessage()));
      }
    }
  }

  private void abandon() {
    for (Running one : List.copyOf(running.values())) {
      stop(one);
      fail(
          one.run().address(),
          one,
          new ClusterlineException(
              ErrorCode.CANCELLED,
              one.run().address() + " was stopped; last: " + one.run().lastMessage()));
    }
  }

  private void stop(Running one) {
    one.run().stop();
    running.remove(one.run().address());
    stopped.add(one.thread());
    one.thread().interrupt();
  }

  private void fail(Address address, Running was, ClusterlineException failure) {
    failures.put(address, failure);
    finish(address, Outcome.FAILED, elapsed(was), failure);
    skipDependantsOf(address);
    if (!waitsAfterFinalFailure && !failure.code().retryable() && failedForGood == null) {
      failedForGood = address;
      running.values().forEach(one -> one.run().endWaits(address));
    }
  }

  private void skip(Address address, Running was, WaitEnded ended) {
    listener.stepProgressed(address, percent(), String.valueOf(ended.getMessage()));
    finish(address, Outcome.SKIPPED, elapsed(was), null);
    skipDependantsOf(address);
  }

  private void skipDependantsOf(Address failed) {
    List<Address> dependants = new ArrayList<>();
    tasks.values().stream()
        .filter(task -> task.after().contains(failed) && !outcomes.containsKey(task.address()))
        .forEach(task -> dependants.add(task.address()));
    for (Address dependant : dependants) {
      finish(dependant, Outcome.SKIPPED, Duration.ZERO, null);
      skipDependantsOf(dependant);
    }
  }

  private void finish(
      Address address, Outcome outcome, Duration duration, @Nullable ClusterlineException failure) {
    if (outcomes.putIfAbsent(address, outcome) == null) {
      listener.stepFinished(address, outcome, percent(), duration, failure);
    }
  }

  private int percent() {
    return tasks.isEmpty() ? 100 : 100 * outcomes.size() / tasks.size();
  }

  private long nanosToNextDeadline() {
    return running.values().stream().mapToLong(one -> one.run().nanosLeft()).min().orElse(0);
  }

  private static Duration elapsed(Running was) {
    return Duration.ofNanos(System.nanoTime() - was.startedAt());
  }
}
