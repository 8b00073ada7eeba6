package io.clusterline.cli;

import io.clusterline.cli.view.LineView;
import io.clusterline.event.Event;
import java.time.Instant;

/** Where a build or a removal is shown while it runs. */
interface Screen extends AutoCloseable {

  /** Something happened. */
  void event(Event<?> event, LineView<?> after);

  /** Time goes by. */
  void tick(LineView<?> view, Instant now);

  /** Something to say beside the build. */
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
