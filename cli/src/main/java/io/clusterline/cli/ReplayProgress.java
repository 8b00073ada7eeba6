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
  Map<String, Duration> await(Collection<StoredDeadLetter> letters, Duration limit)
      throws IOException {
    letters.forEach(letter -> awaited.put(letter.id(), letter));
    long end = System.nanoTime() + limit.toNanos();
    while (resumed.size() < awaited.size() && System.nanoTime() < end) {
      Optional<Entry> entry = journal.next(Duration.ofMillis(100));
      entry.ifPresent(one -> awaited.values().forEach(letter -> apply(letter, one.event())));
    }
    return resumed;
  }

  private void apply(StoredDeadLetter letter, Event<?> event) {
    if (letter.stage() == StageName.ACCEPT && letter.eventId().equals(event.causationId())) {
      recordResumed(letter);
    }
    switch (event.data()) {
      case StageReplayed e when e.deadLetterId().equals(letter.id()) -> replayed.add(letter.id());
      case StageStarted e when e.stage() == letter.stage() && isOf(letter, event) ->
          started.add(letter.id());
      default -> {}
    }
    if (replayed.contains(letter.id()) && started.contains(letter.id())) {
      recordResumed(letter);
    }
  }

  private void recordResumed(StoredDeadLetter letter) {
    resumed.putIfAbsent(letter.id(), Duration.ofNanos(System.nanoTime() - begin));
  }

  private static boolean isOf(StoredDeadLetter letter, Event<?> event) {
    return event.subject().equals(letter.cluster())
        && Objects.equals(event.generation(), letter.generation());
  }
}
