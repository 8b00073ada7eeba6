package io.clusterline.cli;

import io.clusterline.cli.view.RefusalLines;
import io.clusterline.failure.ErrorCode;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Refusal;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Ends a command that has waited: prints the result and chooses the exit code. */
final class WaitPrinter {

  private final OutputOption output;
  private final PrintWriter out;
  private final PrintWriter err;

  WaitPrinter(OutputOption output, PrintWriter out, PrintWriter err) {
    this.output = output;
    this.out = out;
    this.err = err;
  }

  /**
   * @param subject of the wait
   * @param requestId id of the request; its refusal ends the wait
   * @param asSuccess text for a refusal that means that there is nothing to do
   */
  int print(
      Waiting.Result result,
      Subject subject,
      String requestId,
      Function<Refusal, Optional<String>> asSuccess) {
    Refusal refusal = result.view().refusal();
    if (refusal == null || !requestId.equals(refusal.requestId())) {
      return print(result, subject);
    }
    Optional<String> nothingToDo = asSuccess.apply(refusal);
    return nothingToDo.isPresent()
        ? printUnchanged(result.view().name(), nothingToDo.get())
        : refused(result.view(), refusal);
  }

  /** Prints that there was nothing to do. */
  int printUnchanged(String cluster, String text) {
    if (output.isJson()) {
      OutputOption.print(out, Map.of("cluster", cluster, "outcome", "unchanged", "detail", text));
    } else {
      out.println(text);
      out.flush();
    }
    return ExitCode.DONE;
  }

  int print(Waiting.Result result, Subject subject) {
    return switch (result.end()) {
      case INTERRUPTED -> printContinuation(result, subject, result.exitCode());
      case TIMED_OUT -> {
        if (output.isJson()) {
          printEnd(result.view(), subject);
        }
        err.println("The time of --timeout is up.");
        yield printContinuation(result, subject, ExitCode.TIMED_OUT);
      }
      case REACHED -> printEnd(result.view(), subject);
    };
  }

  private int printContinuation(Waiting.Result result, Subject subject, int exitCode) {
    subject.describeContinuation(result.view().name()).forEach(err::println);
    err.flush();
    return exitCode;
  }

  private int printEnd(ClusterView view, Subject subject) {
    return subject == Subject.BUILD
        ? BuildPrinter.print(view, output, out)
        : RemovalPrinter.print(view.removal(), output, out);
  }

  private int refused(ClusterView view, Refusal refusal) {
    if (output.isJson()) {
      OutputOption.print(out, RefusalJson.of(view.name(), refusal));
    } else {
      RefusalLines.of(refusal).forEach(out::println);
      out.flush();
    }
    return exitCode(refusal);
  }

  static int exitCode(Refusal refusal) {
    return refusal.hasCode(ErrorCode.INVALID_SPECIFICATION)
            || refusal.hasCode(ErrorCode.MESSAGE_TOO_LARGE)
        ? ExitCode.INVALID_SPECIFICATION
        : ExitCode.BUILD_FAILED;
  }
}
