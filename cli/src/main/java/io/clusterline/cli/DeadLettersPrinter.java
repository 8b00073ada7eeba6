package io.clusterline.cli;

import java.io.PrintWriter;
import java.util.Collection;

/** Prints the result of a command on dead letters. */
final class DeadLettersPrinter {

  private DeadLettersPrinter() {}

  static int print(Collection<DeadLetterOutcome> outcomes, OutputOption output, PrintWriter out) {
    for (DeadLetterOutcome outcome : outcomes) {
      if (output.isJson()) {
        OutputOption.print(out, outcome);
      } else {
        out.println(outcome.line());
      }
    }
    if (outcomes.isEmpty() && !output.isJson()) {
      out.println("No dead letters.");
    }
    out.flush();
    return outcomes.stream().mapToInt(DeadLetterOutcome::exitCode).max().orElse(ExitCode.DONE);
  }
}
