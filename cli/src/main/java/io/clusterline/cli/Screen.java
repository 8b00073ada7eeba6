package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.event.Event;
import java.time.Instant;

/** Where a build is shown while it runs. */
interface Screen extends AutoCloseable {

  /** Something happened. */
  void event(Event<?> event, BuildView after);

  /** Time goes by. */
  void tick(BuildView build, Instant now);

  /** Something to say beside the build. */
  void note(String line);

  @Override
  void close();

  /** Shows nothing. */
  Screen NONE =
      new Screen() {
        @Override
        public void event(Event<?> event, BuildView after) {}

        @Override
        public void tick(BuildView build, Instant now) {}

        @Override
        public void note(String line) {}

        @Override
        public void close() {}
      };
}
