package io.clusterline.execution;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.StageName;
import io.clusterline.execution.UnfinishedStages.Open;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import io.clusterline.state.Transition;
import io.clusterline.telemetry.StageMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stages whose tick was lost. Only its tick keeps a stage going; if it is lost, the journal
 * still shows that the stage was triggered, or replayed, and never ended. Such a stage gets a new
 * tick; one without a record gets its trigger once more. Nothing is sent for a stage that is
 * attended to.
 */
public final class Watchdog implements AutoCloseable {

  /** How far back it reads when it starts. */
  static final String HISTORY = "6h";

  /** Time between two rounds; a lost tick is replaced within three of them, about a minute. */
  static final Duration PERIOD = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** Opens the journal again, at the start and after the broker was down. */
  @FunctionalInterface
  interface Journal {
    JournalReader open() throws IOException;
  }

  /** A message may wait on the longest delay of the retry ladder. */
  static final Duration LONGEST_DELAY = RetryDelay.TEN_MINUTES.delay();

  /** The observation of an unfinished stage: the tick's number, its lease's version, since when. */
  private record Look(String tick, String lease, long since) {}

  private final Journal journal;
  private final List<StageMessageHandler<?>> handlers;
  private final UnfinishedStages stages;
  private final StageRuntime runtime;
  private final Leases leases;
  private final StageQueue queue;
  private final StageMetrics metrics;
  private final Duration period;
  private final Duration longestDelay;
  private final Map<StageKey, Look> looks = new HashMap<>();
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("watchdog").factory());
  private @Nullable JournalReader reader;

  Watchdog(
      Journal journal,
      List<StageMessageHandler<?>> handlers,
      StageRuntime runtime,
      Leases leases,
      StageQueue queue,
      StageMetrics metrics,
      Duration period,
      Duration longestDelay) {
    this.journal = journal;
    this.handlers = List.copyOf(handlers);
    this.stages = new UnfinishedStages(stagesOf(handlers));
    this.runtime = runtime;
    this.leases = leases;
    this.queue = queue;
    this.metrics = metrics;
    this.period = period;
    this.longestDelay = longestDelay;
  }

  static Set<StageName> stagesOf(List<StageMessageHandler<?>> handlers) {
    return handlers.stream().map(StageMessageHandler::stage).collect(Collectors.toSet());
  }

  Watchdog start() {
    long millis = period.toMillis();
    var unused =
        schedule.scheduleWithFixedDelay(this::runRound, millis, millis, TimeUnit.MILLISECONDS);
    return this;
  }

  private void runRound() {
    try {
      readJournal();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the watchdog cannot read the journal, it tries again: {}", e.getMessage());
      closeReader();
    }
    stages.dueForCheck(period).forEach(this::checkSafely);
  }

  private void readJournal() throws IOException {
    if (reader == null) {
      reader = journal.open();
    }
    Optional<JournalReader.Entry> entry = reader.next(Duration.ofSeconds(1));
    while (entry.isPresent()) {
      stages.read(entry.get().event());
      entry = reader.next(Duration.ofMillis(50));
    }
  }

  /** A cluster that cannot be read does not stop the check of the others. */
  private void checkSafely(Open open) {
    try {
      check(open);
    } catch (RuntimeException e) {
      LOG.warn("the watchdog could not look at {}, it tries again: {}", open.key(), e.toString());
      metrics.message(open.stage(), "watchdog-failed");
    }
  }

  private void check(Open open) {
    ClusterState state = runtime.state(open.location(), open.cluster().name());
    StageStore stored = state.stages(open.cluster().uid());
    Optional<StageRecord> record = stored.read(open.stage(), open.cluster().generation());
    if (isSuperseded(state, open) || record.filter(StageRecord::isTerminal).isPresent()) {
      stages.close(open);
      looks.remove(open.key());
    } else if (!isAttendedTo(open, stored, record)) {
      record.ifPresentOrElse(now -> tickAnew(open, stored), () -> sendTriggerAgain(open));
      looks.remove(open.key());
    }
  }

  private static boolean isSuperseded(ClusterState state, Open open) {
    return state
        .read()
        .filter(cluster -> cluster.uid().equals(open.cluster().uid()))
        .filter(cluster -> cluster.generation() == open.cluster().generation())
        .isEmpty();
  }

  /** By this process, by the holder of its lease, or by a message that may still be delayed. */
  private boolean isAttendedTo(Open open, StageStore stored, Optional<StageRecord> record) {
    boolean byUs =
        handlers.stream().anyMatch(one -> one.isAttendedTo(open.key(), period.multipliedBy(2)));
    Look before = looks.get(open.key());
    Look now = observe(open, stored, record);
    if (byUs || before == null || !now.lease().equals(before.lease())) {
      looks.put(open.key(), now);
      return true;
    }
    return !before.tick().equals(now.tick())
        || System.nanoTime() - before.since() < silenceLimit(record).toNanos();
  }

  private Look observe(Open open, StageStore stored, Optional<StageRecord> record) {
    String lease = leases.version(stored, open.stage().layer()).orElse("");
    return new Look(record.map(StageRecord::tick).orElse(""), lease, System.nanoTime());
  }

  /** How long a message that keeps the stage going may stay out of sight. */
  private Duration silenceLimit(Optional<StageRecord> record) {
    boolean delayed = record.isEmpty() || record.get().due() != null;
    return delayed ? longestDelay.plus(period) : period;
  }

  private void tickAnew(Open open, StageStore stored) {
    stored
        .update(
            open.stage(),
            now -> isUnfinished(now, open) ? now.on(new Transition.Retick(), now.attemptId()) : now)
        .filter(now -> isUnfinished(now, open))
        .ifPresent(now -> {
          Tick tick = Tick.of(open.cluster(), open.location(), now);
          queue.send(open.stage(), tick.encode());
          metrics.message(open.stage(), "tick-was-lost");
          LOG.warn("the tick of {} was lost: it has a new one", open.key());
        });
  }

  private static boolean isUnfinished(StageRecord record, Open open) {
    return record.generation() == open.cluster().generation() && !record.isTerminal();
  }

  private void sendTriggerAgain(Open open) {
    if (open.trigger() != null) {
      queue.send(open.stage(), CloudEventCodec.encode(open.trigger()));
      metrics.message(open.stage(), "trigger-was-lost");
      LOG.warn("{} was asked for and never taken: its trigger is sent again", open.key());
    }
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
    schedule.shutdownNow();
    closeReader();
  }
}
