package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import picocli.CommandLine.Option;

/** {@code --run}: which of several running pipelines on this machine. */
final class RunOption {

  @Option(
      names = "--run",
      paramLabel = "RUN",
      defaultValue = "",
      description = "which one, when Clusterline runs here several times: the name of its folder")
  private String run = "";

  LineState line() {
    return LocalLine.chosen(run);
  }
}
