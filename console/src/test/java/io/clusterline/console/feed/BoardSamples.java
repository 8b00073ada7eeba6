package io.clusterline.console.feed;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader.Entry;
import java.time.Clock;
import java.util.List;

/** Boards that have read those events. */
public final class BoardSamples {

  private BoardSamples() {}

  /** Offsets count from 0. */
  public static Board of(Clock clock, List<Event<?>> events) {
    Board board = new Board(clock);
    append(board, events);
    return board;
  }

  /** The journal holds those events; the board may have read some of them before. */
  public static void add(Board board, List<Event<?>> events) {
    append(board, events.subList((int) board.offset() + 1, events.size()));
  }

  /** Further events of the journal. */
  public static void append(Board board, List<Event<?>> events) {
    for (Event<?> event : events) {
      board.add(new Entry(board.offset() + 1, event));
    }
  }
}
