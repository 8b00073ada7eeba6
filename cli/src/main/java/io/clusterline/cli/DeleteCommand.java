package io.clusterline.cli;

import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import io.clusterline.failure.ErrorCode;
import io.clusterline.projection.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "delete",
    description = "Deletes a cluster: everything that was made for it, and nothing else.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--yes", description = "delete it; without, only prints what would be deleted")
  private boolean yes;

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "which cluster of that name; refused when it is another")
  private @Nullable String uid;

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
    if (!cluster.exists()) {
      return new WaitPrinter(output, out, err).printUnchanged(name, alreadyDeleted());
    }
    RequestTarget target = RequestTarget.of(cluster, uid);
    if (!yes) {
      throw new CliException(
          ExitCode.USAGE, consequence(cluster, target), "Add --yes to delete it.");
    }
    try (Requests requests = new Requests(uri, Clock.systemUTC())) {
      requests.requirePipeline();
      return new LifecycleRequest(requests, output, wait, out, err)
          .send(name, request(target), Subject.REMOVAL, RemovalGoal::new, this::asSuccess);
    }
  }

  private ClusterDeletionRequested request(RequestTarget target) {
    return new ClusterDeletionRequested(
        target.uid(), target.location(), target.generation(), reason, CurrentUser.name());
  }

  /** It may have been deleted meanwhile; a uid given by the user must exist. */
  private Optional<String> asSuccess(Refusal refusal) {
    return uid == null && refusal.hasCode(ErrorCode.UNKNOWN_CLUSTER)
        ? Optional.of(alreadyDeleted())
        : Optional.empty();
  }

  private String alreadyDeleted() {
    return name + " is already deleted.";
  }

  private static String consequence(KnownCluster cluster, RequestTarget target) {
    ClusterLocation location = target.location();
    int machines = cluster.machines();
    return "this deletes the cluster '%s' (uid %s, generation %d, %s) in %s: %s"
        .formatted(
            cluster.name(),
            target.uid(),
            cluster.generation(),
            cluster.phase(),
            Clusters.describeLocation(location),
            machines == 0
                ? "all that was made for it so far"
                : machines + " machines with their disks and network");
  }
}
