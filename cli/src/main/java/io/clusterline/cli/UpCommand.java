package io.clusterline.cli;

import static java.time.Duration.ofSeconds;

import io.clusterline.cli.line.Installation;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Runs;
import io.clusterline.cli.monitoring.ToolState;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    description = {
      "Runs Clusterline (a broker, four services and the console) on this machine, in the background.",
      "It works in the AWS account of your credentials; CLUSTERLINE_AWS_ENDPOINT names another AWS,",
      "CLUSTERLINE_RABBITMQ_URI a broker to use instead of an own one."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Mixin private MonitoringOption monitoring = new MonitoringOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Installation installation = Installation.fromSystemProperties();
    monitoring.plan(); // refuses now what the process in the background could not do
    Path folder = new Runs(installation.cache(), Clock.systemUTC()).create();
    Process holder = startHolder(installation, folder);
    LineState state = awaitState(holder, folder);
    if (output.isJson()) {
      OutputOption.print(out(), LineJson.of(state));
    } else {
      report(state);
    }
    return ExitCode.DONE;
  }

  /** In a session of its own: it outlives this command and its terminal. */
  private Process startHolder(Installation installation, Path folder) throws IOException {
    List<String> properties =
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> name.startsWith("clusterline."))
            .map(name -> "-D" + name + "=" + System.getProperty(name))
            .toList();
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(installation.java("cli", properties));
    command.addAll(List.of("hold", folder.toString()));
    if (monitoring.isAsked()) {
      command.add("--monitoring");
    }
    return new ProcessBuilder(command)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(folder.resolve("line.log").toFile()))
        .start();
  }

  private static LineState awaitState(Process holder, Path folder) {
    return Wait.until("Clusterline is up")
        .within(ofSeconds(180))
        .atMostEvery(ofSeconds(1))
        .poll(() -> {
          if (!holder.isAlive()) {
            throw new CliException(
                ExitCode.UNAVAILABLE,
                "Clusterline did not start:\n" + log(folder),
                "See " + folder);
          }
          return LineState.read(folder)
              .map(Seen::yes)
              .orElseGet(() -> Seen.notYet("it is starting"));
        });
  }

  private static String log(Path folder) {
    try {
      return Files.readString(folder.resolve("line.log")).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void report(LineState state) {
    out().println("Clusterline is up: a broker, four services and the console.");
    out()
        .println(
            "  AWS      "
                + (state.awsEndpoint() == null
                    ? "the account of your credentials"
                    : state.awsEndpoint()));
    out().println("  logs     " + state.folder());
    state.console().ifPresent(page -> out().println("  page     " + page));
    for (ToolState tool : state.monitoring()) {
      out().printf("  %-8s %s%n", tool.name(), tool.address());
    }
    out().println("  next     ./clusterline init -f FILE   once per account and region");
    out().println("           ./clusterline apply -f FILE");
    out().println("  status   ./clusterline status");
    out().println("  end      ./clusterline down           clusters stay as they are");
    out().flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
