package io.clusterline.cli;

import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.Projection;
import java.util.List;

/**
 * What happened before a command began to follow the journal.
 *
 * @param entries to be shown, the oldest first
 * @param projection of what was read; it learns what follows
 */
record Past(List<Entry> entries, Projection projection) {

  /** Nothing is known. */
  static Past none() {
    return new Past(List.of(), new Projection());
  }

  /** For estimates alone: nothing of it is shown. */
  static Past unseen(Projection projection) {
    return new Past(List.of(), projection);
  }

  /** The offset of the last entry, less than every offset when there is none. */
  long end() {
    return entries.isEmpty() ? -1 : entries.getLast().offset();
  }
}
