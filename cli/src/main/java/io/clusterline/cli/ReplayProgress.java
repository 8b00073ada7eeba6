package io.clusterline.cli;

import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Follows in the journal whether replayed stages run again: the audit of the replay and a new
 * attempt. The accept stage decides at once and has no attempts: there the answer to the dead
 * letter's event counts.
 */
final class ReplayProgress {

  private final JournalReader journal;
  private final long begin;
  private final Map<String, StoredDeadLetter> awaited = new HashMap<>();
  private final Set<String> replayed = new HashSet<>();
  private final Set<String> started = new HashSet<>();
  private final Map<String, Duration> resumed = new HashMap<>();

  /**
   * @param journal opened before the dead letters were replayed
   * @param begin start of the measurement, {@link System#nanoTime()}
   */
  ReplayProgress(JournalReader journal, long begin) {
    this.journal = journal;
    this.begin = begin;
  }

  /**
   * Time until the stage ran again, by dead-letter id; a stage that does not run again in time is
   * missing.
   */
  Map<String, Duration> await(Collection<StoredDeadLetter> deadLetters, Duration limit)
      throws IOException {
    deadLetters.forEach(deadLetter -> awaited.put(deadLetter.id(), deadLetter));
    long end = System.nanoTime() + limit.toNanos();
    while (resumed.size() < awaited.size() && System.nanoTime() < end) {
      Optional<Entry> entry = journal.next(Duration.ofMillis(100));
      entry.ifPresent(
          one -> awaited.values().forEach(deadLetter -> apply(deadLetter, one.event())));
    }
    return resumed;
  }

  private void apply(StoredDeadLetter deadLetter, Event<?> event) {
    if (deadLetter.stage() == StageName.ACCEPT
        && deadLetter.eventId().equals(event.causationId())) {
      recordResumed(deadLetter);
    }
    switch (event.data()) {
      case StageReplayed e when e.deadLetterId().equals(deadLetter.id()) ->
          replayed.add(deadLetter.id());
      case StageStarted e when e.stage() == deadLetter.stage() && isOf(deadLetter, event) ->
          started.add(deadLetter.id());
      default -> {}
    }
    if (replayed.contains(deadLetter.id()) && started.contains(deadLetter.id())) {
      recordResumed(deadLetter);
    }
  }

  private void recordResumed(StoredDeadLetter deadLetter) {
    resumed.putIfAbsent(deadLetter.id(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static boolean isOf(StoredDeadLetter deadLetter, Event<?> event) {
    return event.subject().equals(deadLetter.cluster())
        && Objects.equals(event.generation(), deadLetter.generation());
  }
}
