package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the journal up to now. A reader of a stream does not see its end, and a pause is no end; so
 * the newest offset is read first.
 */
final class History {

  /** Longest wait for the broker's first answer. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** While events go on coming, none is the newest for long. */
  private static final Duration NEW_ENOUGH = Duration.ofSeconds(1);

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
    readTo(amqpUri, newestOffset(amqpUri), consumer);
  }

  /** Every event up to that offset, the oldest first. */
  static void readTo(String amqpUri, long end, Consumer<Entry> consumer) throws IOException {
    boolean whole =
        readPart(
            amqpUri,
            "first",
            end,
            entry -> {
              consumer.accept(entry);
              return true;
            });
    if (!whole) {
      throw new IOException("the journal does not answer any more");
    }
  }

  /**
   * A part of it.
   *
   * @param from as {@link JournalReader} takes it
   * @param end the last offset of the part; it has to exist, unless it is negative
   * @param goOn takes an event; false: it was the last that is wanted
   * @return false when the journal has nothing more from there
   */
  static boolean readPart(String amqpUri, Object from, long end, Predicate<Entry> goOn)
      throws IOException {
    long seen = EMPTY;
    try (JournalReader journal = JournalReader.open(amqpUri, from)) {
      while (seen < end) {
        Optional<Entry> entry = journal.next(ANSWER);
        if (entry.isEmpty()) {
          return false;
        }
        seen = goOn.test(entry.get()) ? entry.get().offset() : end;
      }
    }
    return true;
  }

  /** The newest offset, or less than every offset when there is none. */
  static long newestOffset(String amqpUri) throws IOException {
    long end = EMPTY;
    try (JournalReader journal = JournalReader.open(amqpUri, "last")) {
      Optional<Entry> entry = journal.next(ANSWER);
      long limit = System.nanoTime() + NEW_ENOUGH.toNanos();
      while (entry.isPresent() && System.nanoTime() < limit) {
        end = Math.max(end, entry.get().offset());
        entry = journal.next(SAME_CHUNK);
      }
    }
    return end;
  }
}
