package io.clusterline.cli;

import io.clusterline.messaging.JournalReader;
import io.clusterline.projection.ClusterView;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Waits for a goal: until it is reached, the time is up, or the user presses Ctrl-C. */
final class Waiting {

  enum End {
    REACHED,
    TIMED_OUT,
    INTERRUPTED
  }

  /**
   * How the wait ended.
   *
   * @param exitCode of the signal that interrupted it, else 0
   */
  record Result(ClusterView view, End end, int exitCode) {}

  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Optional<Duration> timeout;

  Waiting(OutputOption output, PrintWriter out, PrintWriter err, Optional<Duration> timeout) {
    this.output = output;
    this.out = out;
    this.err = err;
    this.timeout = timeout;
  }

  /** Follows the cluster on a screen of its own, which is closed when this returns. */
  Result follow(
      Past past, JournalReader journal, ClusterView start, Goal goal, Interruption interruption)
      throws IOException {
    long begin = System.nanoTime();
    try (Screen screen = Screens.choose(output, out, err)) {
      ClusterView view =
          new Watcher(past, journal, screen, Clock.systemUTC())
              .follow(start, goal, () -> !interruption.isInterrupted() && !isTimeUp(begin));
      return new Result(view, endOf(goal, view, interruption), interruption.exitCode());
    }
  }

  private boolean isTimeUp(long begin) {
    return timeout.isPresent() && System.nanoTime() - begin >= timeout.get().toNanos();
  }

  private static End endOf(Goal goal, ClusterView view, Interruption interruption) {
    if (interruption.isInterrupted()) {
      return End.INTERRUPTED;
    }
    return goal.isReached(view) ? End.REACHED : End.TIMED_OUT;
  }
}
