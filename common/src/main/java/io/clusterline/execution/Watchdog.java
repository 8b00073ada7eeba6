package io.clusterline.execution;

import io.clusterline.event.StageName;
import io.clusterline.execution.UnfinishedStages.Open;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.telemetry.StageMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stages whose tick was lost. A stage's tick is all that sees to it; should it vanish, the
 * journal still knows that the stage was asked for and never ended. Such a stage gets a new tick,
 * which makes any older one void; so looking too often does no harm.
 */
public final class Watchdog implements AutoCloseable {

  /** How far back it reads when it starts. */
  static final String HISTORY = "6h";

  /** Between two looks; a lost tick is replaced within two of them, which is under a minute. */
  static final Duration PERIOD = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** Opens the journal anew, at the start and after the broker was gone. */
  @FunctionalInterface
  interface Journal {
    JournalReader open() throws IOException;
  }

  private static final Duration LONGEST_WAIT = RetryDelay.TEN_MINUTES.delay().plus(PERIOD);

  private record Waiting(int attempt, long since) {}

  private final Map<Open, Waiting> waiting = new HashMap<>();
  private final Journal journal;
  private final UnfinishedStages stages;
  private final StageRuntime line;
  private final StageQueue queue;
  private final StageMetrics metrics;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());
  private @Nullable JournalReader reader;

  private Watchdog(
      Journal journal,
      Set<StageName> own,
      StageRuntime line,
      StageQueue queue,
      StageMetrics metrics) {
    this.journal = journal;
    this.stages = new UnfinishedStages(own);
    this.line = line;
    this.queue = queue;
    this.metrics = metrics;
  }

  static Watchdog started(
      Journal journal,
      Set<StageName> own,
      StageRuntime line,
      StageQueue queue,
      StageMetrics metrics) {
    return started(journal, own, line, queue, metrics, PERIOD);
  }

  static Watchdog started(
      Journal journal,
      Set<StageName> own,
      StageRuntime line,
      StageQueue queue,
      StageMetrics metrics,
      Duration period) {
    Watchdog watchdog = new Watchdog(journal, own, line, queue, metrics);
    long millis = period.toMillis();
    var unused =
        watchdog.looks.scheduleWithFixedDelay(
            () -> watchdog.look(period), millis, millis, TimeUnit.MILLISECONDS);
    return watchdog;
  }

  private void look(Duration period) {
    try {
      readOn();
      stages.notLookedAtFor(period).forEach(this::see);
    } catch (IOException e) {
      LOG.warn("the watchdog cannot read the journal, it tries again: {}", e.getMessage());
      closeReader();
    } catch (RuntimeException e) {
      LOG.warn("the watchdog could not look at everything, it tries again", e);
    }
  }

  private void readOn() throws IOException {
    if (reader == null) {
      reader = journal.open();
    }
    Optional<JournalReader.Entry> entry = reader.next(Duration.ofSeconds(1));
    while (entry.isPresent()) {
      stages.read(entry.get().event());
      entry = reader.next(Duration.ofMillis(50));
    }
  }

  private void see(Open open) {
    ClusterState state = line.state(open.location(), open.cluster());
    Optional<StageRecord> record =
        state.stage(open.stage()).filter(one -> one.generation() == open.generation());
    if (record.isEmpty()) {
      return; // its trigger still waits in the queue
    }
    if (record.get().isTerminal() || isSuperseded(state, open)) {
      stages.close(open);
      return;
    }
    if (mayStillWait(open, record.get())) {
      return;
    }
    state
        .updateStage(open.stage(), now -> isOpen(now, open) ? now.ticking() : now)
        .filter(now -> isOpen(now, open))
        .ifPresent(
            now -> queue.now(open.stage(), Tick.of(open.cluster(), open.location(), now).encode()));
    metrics.message(open.stage(), "ticked-by-watchdog");
  }

  /** A new tick would begin the wait between two attempts anew. */
  private boolean mayStillWait(Open open, StageRecord record) {
    if (record.status() != Status.WAITING) {
      waiting.remove(open);
      return false;
    }
    Waiting before = waiting.get(open);
    if (before == null || before.attempt() != record.attempt()) {
      waiting.put(open, new Waiting(record.attempt(), System.nanoTime()));
      return true;
    }
    return System.nanoTime() - before.since() < LONGEST_WAIT.toNanos();
  }

  private static boolean isSuperseded(ClusterState state, Open open) {
    return state.read().filter(one -> one.generation() == open.generation()).isEmpty();
  }

  private static boolean isOpen(StageRecord record, Open open) {
    return record.generation() == open.generation() && !record.isTerminal();
  }

  private void closeReader() {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException | RuntimeException alreadyGone) {
        LOG.debug("the journal was closed already: {}", alreadyGone.toString());
      }
      reader = null;
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
    closeReader();
  }
}
