package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.view.ClusterView;
import io.clusterline.cli.view.LineView;
import io.clusterline.cli.view.Text;
import io.clusterline.event.StageFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "get",
    description =
        "Says how clusters stand: all of them, or one with what was built and where the time went.",
    mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "the cluster")
  private @Nullable String name;

  @Mixin private OutputOption output = new OutputOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      all(ClusterViews.read(LocalLine.rabbitmqUri()), out);
    } else {
      one(ClusterViews.known(LocalLine.rabbitmqUri(), name), out);
    }
    return ExitCode.DONE;
  }

  private void one(ClusterView cluster, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.print(out, json(cluster));
      return;
    }
    Text.table(List.of(header(), row(cluster))).forEach(out::println);
    out.println();
    if (!cluster.isRemoval()) {
      BuildReport.lines(cluster.build()).forEach(out::println);
    }
    if (cluster.removal().correlationId() != null) {
      RemovalPrinter.lines(cluster.removal()).forEach(out::println);
    }
    out.flush();
  }

  private void all(Map<String, ClusterView> clusters, PrintWriter out) {
    if (output.isJson()) {
      clusters.forEach((name, cluster) ->
          OutputOption.print(out, Map.of("cluster", name, "build", json(cluster))));
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    clusters.values().forEach(cluster -> rows.add(row(cluster)));
    Text.table(rows).forEach(out::println);
    out.flush();
  }

  /** The newest build's outcome, and the phase that everything since has come to. */
  private static ObjectNode json(ClusterView cluster) {
    ObjectNode json = Json.MAPPER.valueToTree(ResultJson.of(cluster.build()));
    json.put("generation", cluster.newest().generation());
    json.put("phase", cluster.phase().toString());
    json.put("deadLetterId", cluster.failure().map(StageFailed::deadLetterId).orElse(null));
    if (cluster.removal().correlationId() != null) {
      json.set("removal", Json.MAPPER.valueToTree(RemovalPrinter.json(cluster.removal())));
    }
    return json;
  }

  private static List<String> header() {
    return List.of("CLUSTER", "GENERATION", "PHASE", "STAGE", "ELAPSED");
  }

  private static List<String> row(ClusterView cluster) {
    LineView<?> newest = cluster.newest();
    String stage =
        newest.stages().values().stream()
            .filter(each -> each.isRunning() || each.hasFailed())
            .map(each -> each.name().toString())
            .reduce((first, second) -> first + "," + second)
            .orElse("-");
    return List.of(
        newest.cluster(),
        Long.toString(newest.generation()),
        cluster.phase().toString(),
        stage,
        Text.clock(newest.elapsed(Instant.now())));
  }
}
