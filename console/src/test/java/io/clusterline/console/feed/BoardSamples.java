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
    for (Event<?> event : events) {
      board.add(new Entry(board.offset() + 1, event));
    }
    return board;
  }
}
