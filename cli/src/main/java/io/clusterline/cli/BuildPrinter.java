package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.BuildView.Outcome;
import io.clusterline.projection.ClusterView;
import java.io.PrintWriter;
import tools.jackson.databind.node.ObjectNode;

/** Ends a command that has watched a build. */
final class BuildPrinter {

  private BuildPrinter() {}

  static int print(ClusterView cluster, OutputOption output, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.print(out, json(cluster));
    } else {
      out.println();
      BuildReport.lines(cluster).forEach(out::println);
      out.flush();
    }
    return cluster.failure().isPresent() ? ExitCode.BUILD_FAILED : code(cluster.build());
  }

  private static ObjectNode json(ClusterView cluster) {
    ObjectNode json = Json.MAPPER.valueToTree(ResultJson.of(cluster.build()));
    json.put("generation", cluster.build().generation());
    if (cluster.hasPruning()) {
      json.set("removal", Json.MAPPER.valueToTree(RemovalPrinter.json(cluster.removal())));
    }
    return json;
  }

  static int code(BuildView build) {
    return build.outcome() == Outcome.READY ? ExitCode.DONE : ExitCode.BUILD_FAILED;
  }
}
