package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.LineView;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Writes the kubeconfig of a build that is shown, once its control plane has answered: a build that
 * fails later is looked into with it.
 */
final class KubeconfigOnTime implements Screen {

  private final Screen screen;
  private final Consumer<BuildView> writer;
  private boolean written;

  KubeconfigOnTime(Screen screen, Consumer<BuildView> writer) {
    this.screen = screen;
    this.writer = writer;
  }

  @Override
  public void event(Event<?> event, LineView<?> after) {
    screen.event(event, after);
    if (!written && after instanceof BuildView build && build.controlPlane() != null) {
      written = true;
      write(build);
    }
  }

  /** A build is watched on without it; it is tried again at its end. */
  private void write(BuildView build) {
    try {
      writer.accept(build);
    } catch (RuntimeException e) {
      screen.showNote("The kubeconfig could not be written yet: " + e.getMessage());
    }
  }

  @Override
  public void learn(BuildHistory history) {
    screen.learn(history);
  }

  @Override
  public void tick(LineView<?> view, Instant now) {
    screen.tick(view, now);
  }

  @Override
  public void showNote(String line) {
    screen.showNote(line);
  }

  @Override
  public void close() {
    screen.close();
  }
}
