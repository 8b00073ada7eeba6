package io.clusterline.cli;

import io.clusterline.cli.line.LineState;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.StateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--approve",
      paramLabel = "ADDRESS",
      description =
          "agrees that this machine or volume is replaced or removed, such as instance/worker-1;"
              + " may be repeated")
  private List<String> approvals = List.of();

  @Option(
      names = "--if-generation",
      paramLabel = "N",
      description =
          "only if the cluster is at this generation, as 'get' shows it (0: it does not exist);"
              + " without it the newest request wins")
  private @Nullable Long ifGeneration;

  @Option(
      names = "--rotate-secrets",
      description =
          "passwords and other secrets that the pipeline has generated for add-ons get new values,"
              + " and the pods that use them start anew")
  private boolean rotateSecrets;

  @Option(
      names = "--init",
      description = "make the state bucket of the cluster's account and region, if there is none")
  private boolean init;

  @Mixin private WaitOption wait = new WaitOption();

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    wait.check();
    approvals.forEach(Approval::check);
    Cluster cluster = LocalLine.withSandboxMirrors(SpecificationFile.read(file));
    ClusterRequested request =
        new ClusterRequested(
            SpecificationWriter.toTree(cluster),
            ifGeneration,
            approvals,
            rotateSecrets ? true : null);
    try (Requests requests = new Requests(LocalLine.rabbitmqUri(), Clock.systemUTC())) {
      requests.requirePipeline();
      Optional<ClusterRecord> before = prepareState(cluster);
      var commandLine = spec.commandLine();
      return new LifecycleRequest(
              requests, output, wait, commandLine.getOut(), commandLine.getErr())
          .send(cluster.name(), request, Subject.BUILD, id -> new BuildGoal(id, before));
    }
  }

  private Optional<ClusterRecord> prepareState(Cluster cluster) {
    Optional<LineState> pipeline = LocalLine.newestUnlessElsewhere();
    pipeline.ifPresent(here -> LocalLine.useAwsOfPipeline());
    if (!init && !StateCheck.isPossible(cluster.spec().aws(), pipeline)) {
      return Optional.empty();
    }
    StateCheck.tryBriefly();
    try (StateStore store = StateStore.open()) {
      if (init) {
        String done = store.initialise(ClusterLocation.of(cluster.spec().aws()));
        spec.commandLine().getErr().println(done);
      }
      return new StateCheck(store).require(cluster, file);
    }
  }
}
