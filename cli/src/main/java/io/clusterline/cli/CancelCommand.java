package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import io.clusterline.event.CancellationRequested;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    description = "Stops the present build of a cluster: everything stays as it is.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(
      names = "--rollback",
      description = "take away what this build made; what was there before it stays")
  private boolean rollback;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit")
  private String reason = "";

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    String uri = LocalLine.rabbitmqUri();
    ClusterView cluster = ClusterViews.known(uri, name);
    CancellationRequested wish =
        new CancellationRequested(
            LifecycleRequest.uid(cluster, null),
            LifecycleRequest.place(cluster),
            null,
            rollback,
            reason,
            CurrentUser.name());
    return new LifecycleRequest(
            uri, output, spec.commandLine().getOut(), spec.commandLine().getErr())
        .ask(name, wish, true);
  }
}
