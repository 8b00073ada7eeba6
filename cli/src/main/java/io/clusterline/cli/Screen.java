package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.LineView;
import java.time.Instant;

/** Shows a build or a removal while it runs. */
interface Screen extends AutoCloseable {

  /** Shows the new state. */
  void event(Event<?> event, LineView<?> after);

  /** Tells what finished builds say about the one that is shown. */
  default void learn(BuildHistory history) {}

  /** Updates the elapsed times. */
  void tick(LineView<?> view, Instant now);

  /** Shows a note beside the build. */
  void showNote(String line);

  @Override
  void close();

  /** Shows nothing. */
  Screen NONE =
      new Screen() {
        @Override
        public void event(Event<?> event, LineView<?> after) {}

        @Override
        public void tick(LineView<?> view, Instant now) {}

        @Override
        public void showNote(String line) {}

        @Override
        public void close() {}
      };
}
