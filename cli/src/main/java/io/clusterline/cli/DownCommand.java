package io.clusterline.cli;

import static java.time.Duration.ofSeconds;

import io.clusterline.cli.line.LineState;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = {
      "Ends the line that runs on this machine, or the demo that is held there.",
      "Clusters in a real account stay as they are; a demo's cluster ends with its sandbox."
    },
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Mixin private RunOption run = new RunOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LineState line = run.line();
    ProcessHandle process =
        line.process()
            .orElseThrow(
                () -> new CliException(ExitCode.UNAVAILABLE, "the line has ended just now", ""));
    process.destroy();
    Wait.until("the line with process " + line.pid() + " has ended")
        .within(ofSeconds(40))
        .atMostEvery(ofSeconds(1))
        .poll(() -> process.isAlive() ? Seen.notYet("it is still there") : Seen.yes(true));
    spec.commandLine().getOut().println("The line has ended. Its logs stay in " + line.folder());
    return ExitCode.DONE;
  }
}
