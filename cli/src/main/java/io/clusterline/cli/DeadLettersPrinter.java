package io.clusterline.cli;

import java.io.PrintWriter;
import java.util.Collection;

/** Ends a command that has done something with dead letters. */
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
