package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import java.io.IOException;
import java.io.PrintWriter;
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
    description = "Takes a cluster away: everything that was made for it, and nothing else.",
    mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "the cluster")
  private String name = "";

  @Option(names = "--yes", description = "do it; without, it is said what would go")
  private boolean yes;

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "which cluster of that name; refused when it is another")
  private @Nullable String uid;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, for the audit")
  private String reason = "";

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "watch until it is gone (so it is unless --no-wait is said)")
  private boolean wait = true;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    String uri = LocalLine.rabbitmqUri();
    ClusterView cluster = ClusterViews.known(uri, name);
    String which = LifecycleRequest.uid(cluster, uid);
    ClusterLocation place = LifecycleRequest.place(cluster);
    if (!yes) {
      throw new CliException(
          ExitCode.USAGE, consequence(cluster, which, place), "Say --yes to have it so.");
    }
    PrintWriter err = spec.commandLine().getErr();
    return new LifecycleRequest(uri, output, spec.commandLine().getOut(), err)
        .ask(
            name,
            new ClusterDeletionRequested(which, place, null, reason, CurrentUser.name()),
            wait);
  }

  private static String consequence(ClusterView cluster, String uid, ClusterLocation place) {
    AddonsReady result = cluster.build().result();
    return "this takes away the cluster '%s' (uid %s, generation %d, %s) in %s%s: %s"
        .formatted(
            cluster.build().cluster(),
            uid,
            cluster.newest().generation(),
            cluster.phase(),
            place.region(),
            place.accountId() == null ? "" : " of account " + place.accountId(),
            result == null
                ? "all that was made for it so far"
                : result.nodes().size() + " machines with their disks and network");
  }
}
