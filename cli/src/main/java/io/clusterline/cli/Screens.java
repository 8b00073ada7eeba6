package io.clusterline.cli;

import java.io.PrintWriter;

/** Chooses how a build is shown. */
final class Screens {

  private Screens() {}

  /** The live tree when a person watches; lines on stderr when stdout is for a machine. */
  static Screen choose(OutputOption output, PrintWriter out, PrintWriter err) {
    if (output.isJson()) {
      return new PlainScreen(err);
    }
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return isTerminal() && !dumb ? new LiveScreen() : new PlainScreen(out);
  }

  /** Whether a person types and reads: both ends are a terminal. */
  static boolean isTerminal() {
    return System.console() != null && System.console().isTerminal();
  }
}
