package io.clusterline.cli;

import io.clusterline.cli.deadletter.StoredDeadLetter;
import io.clusterline.event.DeadLetterDiscarded;
import io.clusterline.event.Event;
import io.clusterline.event.StageReplayed;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts from the journal about dead letters: which were replayed or discarded, and which are out of
 * date.
 */
final class DeadLetterFacts {

  private final Map<String, Long> newest = new HashMap<>();
  private final Map<String, String> fates = new HashMap<>();

  private DeadLetterFacts() {}

  static DeadLetterFacts read(String amqpUri) throws IOException {
    DeadLetterFacts facts = new DeadLetterFacts();
    History.read(amqpUri, facts::apply);
    return facts;
  }

  private void apply(Event<?> event) {
    if (event.generation() != null) {
      newest.merge(key(event.clusterUid(), event.subject()), event.generation(), Math::max);
    }
    switch (event.data()) {
      case StageReplayed e ->
          fates.put(e.deadLetterId(), describeDisposition("replayed", event, e.requestedBy()));
      case DeadLetterDiscarded e ->
          fates.put(e.deadLetterId(), describeDisposition("discarded", event, e.requestedBy()));
      default -> {}
    }
  }

  /** A name may be used in several regions. */
  private static String key(@Nullable String uid, String name) {
    return uid == null ? name : uid;
  }

  private static String describeDisposition(String what, Event<?> event, String by) {
    return "it was " + what + " at " + event.time() + (by.isEmpty() ? "" : " by " + by);
  }

  /** The disposition of a former dead letter, if the journal has it. */
  Optional<String> disposition(String letterId) {
    return Optional.ofNullable(fates.get(letterId));
  }

  /** Why a dead letter must not be replayed: its cluster has a newer generation. */
  Optional<String> outdated(StoredDeadLetter deadLetter) {
    Long own = deadLetter.generation();
    Long now = newest.get(key(deadLetter.clusterUid(), deadLetter.cluster()));
    return own == null || now == null || own >= now
        ? Optional.empty()
        : Optional.of(
            "it is of generation "
                + own
                + " of "
                + deadLetter.cluster()
                + ", and the newest is generation "
                + now);
  }
}
