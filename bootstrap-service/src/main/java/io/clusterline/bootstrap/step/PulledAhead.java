package io.clusterline.bootstrap.step;

import io.clusterline.bootstrap.node.RunResult;
import java.util.Optional;

/** What pulled-ahead.sh says at the end of a run. */
final class PulledAhead {

  private static final String START = "images pulled ahead: ";

  private PulledAhead() {}

  /** How many images came ahead; empty where none were to, as on a machine with a baked image. */
  static Optional<String> told(RunResult run) {
    return run.line(START);
  }
}
