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
    boolean terminal = System.console() != null && System.console().isTerminal();
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    return terminal && !dumb ? new LiveScreen() : new PlainScreen(out);
  }
}
