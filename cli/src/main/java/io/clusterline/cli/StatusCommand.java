package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Memory;
import io.clusterline.cli.line.ServiceState;
import io.clusterline.cli.monitoring.ToolState;
import io.clusterline.cli.view.Text;
import io.clusterline.messaging.BrokerAddress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = "Shows what runs on this machine: services, their memory and logs, broker, AWS.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<LineState> running = LocalLine.runningInstances();
    if (running.isEmpty() && !output.isJson()) {
      out.println("Clusterline is not running here.");
    }
    for (LineState pipeline : running) {
      if (output.isJson()) {
        OutputOption.print(out, LineJson.of(pipeline));
      } else {
        print(pipeline, out);
      }
    }
    return ExitCode.DONE;
  }

  private static void print(LineState pipeline, PrintWriter out) {
    out.println(pipeline.folder().getFileName() + " (process " + pipeline.pid() + ")");
    out.println("  RabbitMQ  " + BrokerAddress.parse(pipeline.rabbitmqUri()));
    out.println(
        "  AWS       "
            + (pipeline.awsEndpoint() == null ? "the real one" : pipeline.awsEndpoint()));
    for (ToolState tool : pipeline.monitoring()) {
      out.printf("  %-10s %s, process %d%n", tool.name(), tool.address(), tool.pid());
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("  SERVICE", "UP", "PROCESS", "MEMORY", "LOG"));
    for (ServiceState service : pipeline.services()) {
      rows.add(
          List.of(
              "  " + service.name(),
              service.isUp() ? "yes" : "no",
              Long.toString(service.pid()),
              Text.megabytes(Memory.of(service.pid())),
              service.log().toString()));
    }
    Text.table(rows).forEach(out::println);
  }
}
