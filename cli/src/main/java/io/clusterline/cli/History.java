package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the journal up to now. A reader of a stream does not see its end, and a pause is no end; so
 * the newest offset is read first.
 */
final class History {

  /** Longest wait for the broker's first answer. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** The last chunk of a stream arrives at once. */
  private static final Duration SAME_CHUNK = Duration.ofMillis(200);

  private static final long EMPTY = -1;

  private History() {}

  /** Every event up to now, the oldest first. */
  static void read(String amqpUri, Consumer<Event<?>> consumer) throws IOException {
    readEntries(amqpUri, entry -> consumer.accept(entry.event()));
  }

  /** The same with their offsets. */
  static void readEntries(String amqpUri, Consumer<Entry> consumer) throws IOException {
    long end = newestOffset(amqpUri);
    long seen = EMPTY;
    try (JournalReader journal = JournalReader.open(amqpUri, "first")) {
      while (seen < end) {
        Entry entry =
            journal
                .next(ANSWER)
                .orElseThrow(() -> new IOException("the journal does not answer any more"));
        consumer.accept(entry);
        seen = entry.offset();
      }
    }
  }

  /** The newest offset, or less than every offset when there is none. */
  static long newestOffset(String amqpUri) throws IOException {
    long end = EMPTY;
    try (JournalReader journal = JournalReader.open(amqpUri, "last")) {
      Optional<Entry> entry = journal.next(ANSWER);
      while (entry.isPresent()) {
        end = Math.max(end, entry.get().offset());
        entry = journal.next(SAME_CHUNK);
      }
    }
    return end;
  }
}
