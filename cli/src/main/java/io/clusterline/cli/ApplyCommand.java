package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.cli.view.BuildView;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader;
import io.clusterline.spec.Cluster;
import io.clusterline.state.StateStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "apply",
    description = "Asks for the cluster that FILE specifies, by publishing ClusterRequested.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "the specification (kind: Cluster), YAML or JSON; - reads standard input")
  private Path file = Path.of("-");

  @Option(names = "--wait", description = "watch the build until it is over")
  private boolean wait;

  @Option(
      names = "--approve",
      paramLabel = "ADDRESS",
      description = "agrees that this machine or volume is replaced or removed; may be repeated")
  private List<String> approvals = List.of();

  @Option(
      names = "--init",
      description = "make the state bucket of the cluster's account and region, if there is none")
  private boolean init;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Cluster cluster = LocalLine.withSandboxMirrors(SpecificationFile.read(file));
    String uri = LocalLine.rabbitmqUri();
    try (Requests requests = new Requests(uri, Clock.systemUTC())) {
      requests.requireLine();
      prepareState(cluster);
      return wait ? applyAndWait(uri, requests, cluster) : apply(requests, cluster);
    }
  }

  private void prepareState(Cluster cluster) {
    Optional<LineState> line = LocalLine.newestUnlessElsewhere();
    line.ifPresent(here -> LocalLine.useItsAws());
    if (!init && !StateCheck.isPossible(cluster.spec().aws(), line)) {
      return;
    }
    StateCheck.tryBriefly();
    try (StateStore store = StateStore.open()) {
      if (init) {
        spec.commandLine()
            .getErr()
            .println(store.initialise(ClusterLocation.of(cluster.spec().aws())));
      } else {
        new StateCheck(store).require(cluster, file);
      }
    }
  }

  private int apply(Requests requests, Cluster cluster) {
    Event<?> request = requests.publish(cluster, approvals);
    if (output.isJson()) {
      OutputOption.print(out(), Map.of("cluster", cluster.name(), "request", request.id()));
    } else {
      out().println(cluster.name() + " requested. Watch it: ./clusterline watch " + cluster.name());
    }
    return ExitCode.DONE;
  }

  /** The journal is opened before the request is made, so that nothing of its build is missed. */
  private int applyAndWait(String uri, Requests requests, Cluster cluster) throws IOException {
    try (JournalReader journal = JournalReader.open(uri, "next");
        Screen screen = Screens.choose(output, out(), spec.commandLine().getErr())) {
      Event<?> request = requests.publish(cluster, approvals);
      Watcher watcher = new Watcher(journal, Watcher.NO_HISTORY, screen, Clock.systemUTC());
      BuildView build =
          watcher.follow(BuildView.of(cluster.name()), new RequestFilter(request.id()), () -> true);
      screen.close();
      return BuildPrinter.print(build, output, out());
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
