package io.clusterline.cli;

import static java.time.Duration.ofSeconds;

import io.clusterline.cli.line.LineState;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    description = {
      "Ends Clusterline on this machine, or the demo that is kept there.",
      "Clusters in a real account stay as they are; a demo's cluster ends with its sandbox."
    },
    mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

  @Mixin private RunOption run = new RunOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LineState pipeline = run.line();
    ProcessHandle process =
        pipeline
            .process()
            .orElseThrow(
                () -> new CliException(ExitCode.UNAVAILABLE, "Clusterline has ended just now", ""));
    process.destroy();
    Wait.until("the process " + pipeline.pid() + " has ended")
        .within(ofSeconds(40))
        .atMostEvery(ofSeconds(1))
        .poll(() -> process.isAlive() ? Seen.notYet("it is still there") : Seen.yes(true));
    print(pipeline);
    return ExitCode.DONE;
  }

  private void print(LineState pipeline) {
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.print(
          out, Map.of("ended", pipeline.pid(), "logs", pipeline.folder().toString()));
    } else {
      out.println("Clusterline has ended. Its logs stay in " + pipeline.folder());
    }
  }
}
