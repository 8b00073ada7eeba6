package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.BuildView.Outcome;
import java.io.PrintWriter;

/** Ends a command that has watched a build. */
final class BuildPrinter {

  private BuildPrinter() {}

  static int print(BuildView build, OutputOption output, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.print(out, ResultJson.of(build));
    } else {
      out.println();
      BuildReport.lines(build).forEach(out::println);
      out.flush();
    }
    return code(build);
  }

  static int code(BuildView build) {
    return build.outcome() == Outcome.READY ? ExitCode.DONE : ExitCode.BUILD_FAILED;
  }
}
