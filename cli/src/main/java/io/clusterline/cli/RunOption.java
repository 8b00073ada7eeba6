package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import picocli.CommandLine.Option;

/** {@code --run}: which of several lines on this machine. */
final class RunOption {

  @Option(
      names = "--run",
      paramLabel = "RUN",
      defaultValue = "",
      description = "which line, when several run on this machine: the name of its folder")
  private String run = "";

  LineState line() {
    return LocalLine.chosen(run);
  }
}
