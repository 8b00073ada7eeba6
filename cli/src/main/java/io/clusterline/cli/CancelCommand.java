package io.clusterline.cli;

import io.clusterline.event.CancellationRequested;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "cancel",
    description = "Stops the present build of a cluster: its resources stay as they are.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(
      names = "--rollback",
      description = "delete what this build made; what existed before stays")
  private boolean rollback;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit")
  private String reason = "";

  @Mixin private LocationOption where = new LocationOption();

  @Mixin private WaitOption wait = new WaitOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    wait.check();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    String uri = LocalLine.rabbitmqUri();
    KnownCluster cluster = Clusters.read(Optional.of(uri), name, where, err).named(name);
    RequestTarget target = RequestTarget.of(cluster, null);
    CancellationRequested request =
        new CancellationRequested(
            target.uid(),
            target.location(),
            target.generation(),
            rollback,
            reason,
            CurrentUser.name());
    try (Requests requests = new Requests(uri, Clock.systemUTC())) {
      requests.requirePipeline();
      return new LifecycleRequest(requests, output, wait, out, err)
          .send(name, request, Subject.CANCELLATION, RemovalGoal::new);
    }
  }
}
