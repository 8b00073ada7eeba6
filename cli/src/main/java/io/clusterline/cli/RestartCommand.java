package io.clusterline.cli;

import static java.time.Duration.ofSeconds;

import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.ServiceState;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restart",
    description = "Ends one service on this machine; its supervisor starts it again.",
    mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SERVICE", description = "such as infra-service")
  private String service = "";

  @Mixin private RunOption run = new RunOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    LineState pipeline = run.line();
    ServiceState before =
        find(pipeline)
            .orElseThrow(() ->
                new CliException(
                    ExitCode.USAGE,
                    "there is no service '" + service + "'",
                    "There are " + pipeline.services().stream().map(ServiceState::name).toList()));
    ProcessHandle.of(before.pid()).ifPresent(ProcessHandle::destroy);
    ServiceState after = awaitNext(pipeline.folder(), before.pid());
    print(before, after);
    return ExitCode.DONE;
  }

  private void print(ServiceState before, ServiceState after) {
    var out = spec.commandLine().getOut();
    if (output.isJson()) {
      OutputOption.print(
          out, Map.of("service", service, "process", after.pid(), "was", before.pid()));
    } else {
      out.println(service + " runs again: process " + after.pid() + " (was " + before.pid() + ")");
    }
  }

  private Optional<ServiceState> find(LineState pipeline) {
    return pipeline.services().stream().filter(each -> each.name().equals(service)).findFirst();
  }

  private ServiceState awaitNext(Path folder, long oldPid) {
    return Wait.until(service + " runs again")
        .within(ofSeconds(60))
        .atMostEvery(ofSeconds(1))
        .poll(() ->
            LineState.read(folder)
                .flatMap(this::find)
                .filter(state -> state.pid() != oldPid && state.isUp())
                .map(Seen::yes)
                .orElseGet(() -> Seen.notYet("not up yet")));
  }
}
