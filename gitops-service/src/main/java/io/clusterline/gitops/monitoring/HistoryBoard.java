package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageTimes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The history of a build as a Grafana dashboard that is one text, since it never changes. */
public final class HistoryBoard {

  private static final String HEAD =
      """
      Cluster **%s**, generation %d, build `%s`. `./clusterline report %s` shows the same with every step.

      | stage | triggered | ended | seconds |
      |---|---|---|---|
      """;

  private HistoryBoard() {}

  /** Markdown: a table of the stages that were triggered so far. Times are UTC. */
  public static String text(ClusterRef build, Map<StageName, StageTimes> stages) {
    StringBuilder text =
        new StringBuilder(
            HEAD.formatted(build.name(), build.generation(), build.buildId(), build.name()));
    stages.forEach((stage, times) -> text.append(row(stage, times)));
    return text.toString();
  }

  private static String row(StageName stage, StageTimes times) {
    String begin = times.triggered().truncatedTo(ChronoUnit.SECONDS).toString();
    if (times.ended() == null) {
      return "| %s | %s | not when this was written | |\n".formatted(stage, begin);
    }
    long millis = Duration.between(times.triggered(), times.ended()).toMillis();
    String end = times.ended().truncatedTo(ChronoUnit.SECONDS).toString();
    return "| %s | %s | %s | %.1f |\n".formatted(stage, begin, end, millis / 1000.0);
  }

  /** The dashboard's JSON. */
  public static String json(String uid, String text) {
    ObjectNode board = Json.MAPPER.createObjectNode();
    board.put("uid", uid).put("title", "Clusterline / History of the build");
    board.putArray("tags").add("clusterline");
    board.put("schemaVersion", 41).put("editable", false);
    ObjectNode panel = board.putArray("panels").addObject();
    panel.put("id", 1).put("type", "text").put("title", "Stages of the build");
    panel.putObject("gridPos").put("x", 0).put("y", 0).put("w", 24).put("h", 14);
    panel.putObject("options").put("mode", "markdown").put("content", text);
    return Json.MAPPER.writeValueAsString(board);
  }
}
