package io.clusterline.cli;

import io.clusterline.Json;
import io.clusterline.cli.view.RefusalLines;
import io.clusterline.cli.view.TerminalText;
import io.clusterline.cli.view.Text;
import io.clusterline.cli.view.Tree;
import io.clusterline.cli.view.WaitReport;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageFailed;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.Eta;
import io.clusterline.projection.LineView;
import io.clusterline.projection.Progress;
import io.clusterline.projection.Refusal;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Prints how clusters stand. */
final class ClusterPrinter {

  private static final int WAITS_SHOWN = 10;
  private static final int WIDTH = 80;

  private final OutputOption output;
  private final PrintWriter out;

  ClusterPrinter(OutputOption output, PrintWriter out) {
    this.output = output;
    this.out = out;
  }

  void all(List<KnownCluster> clusters) {
    if (output.isJson()) {
      clusters.forEach(this::line);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    clusters.forEach(cluster -> rows.add(row(cluster)));
    Text.table(rows).forEach(out::println);
    out.flush();
  }

  /** One line of a list. */
  void line(KnownCluster cluster) {
    if (output.isJson()) {
      OutputOption.print(out, Map.of("cluster", cluster.name(), "build", json(cluster)));
    } else {
      Text.table(List.of(row(cluster))).forEach(out::println);
      out.flush();
    }
  }

  /**
   * @param history of finished builds, for estimates
   */
  void one(KnownCluster cluster, BuildHistory history) {
    if (output.isJson()) {
      ObjectNode json = json(cluster);
      addForecast(json, cluster.journal().current(), history);
      OutputOption.print(out, json);
      return;
    }
    Text.table(List.of(header(), row(cluster))).forEach(out::println);
    detail(cluster, history).forEach(out::println);
    out.flush();
  }

  private static List<String> detail(KnownCluster cluster, BuildHistory history) {
    ClusterView journal = cluster.journal();
    List<String> lines = new ArrayList<>();
    lines.add("");
    Refusal refusal = journal.refusal();
    if (refusal != null) {
      lines.addAll(RefusalLines.history(refusal));
      lines.add("");
    }
    if (!cluster.isInJournal()) {
      lines.add("The journal holds nothing of its newest generation; the state store knows it.");
      return lines;
    }
    if (!journal.current().isEnded()) {
      lines.addAll(
          new Tree(WIDTH, Integer.MAX_VALUE).overview(journal.current(), history, Instant.now()));
      lines.add("");
    }
    if (!journal.isRemoval()) {
      lines.addAll(BuildReport.lines(journal));
    } else {
      lines.addAll(RemovalPrinter.lines(journal.removal()));
    }
    lines.addAll(waits(journal));
    return lines;
  }

  private static List<String> waits(ClusterView journal) {
    List<WaitReport> waits = WaitReport.of(journal.current());
    if (waits.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "It waits for:"));
    Instant now = Instant.now();
    waits.stream()
        .limit(WAITS_SHOWN)
        .forEach(wait ->
            lines.add("  " + TerminalText.line(wait.line(now) + " (since " + wait.since() + ")")));
    if (waits.size() > WAITS_SHOWN) {
      lines.add("  … and " + (waits.size() - WAITS_SHOWN) + " more");
    }
    return lines;
  }

  /** The newest build's outcome, and the phase that everything since has come to. */
  static ObjectNode json(KnownCluster cluster) {
    ClusterView journal = cluster.journal();
    ObjectNode json = Json.MAPPER.valueToTree(ResultJson.of(journal.build()));
    json.put("generation", cluster.generation());
    json.put("phase", cluster.phase().toString());
    json.put("uid", cluster.uid().orElse(null));
    ClusterLocation location = cluster.location();
    json.put("region", location == null ? null : location.region());
    json.put("accountId", location == null ? null : location.accountId());
    json.set("waits", Json.MAPPER.valueToTree(WaitReport.of(journal.current())));
    json.set("remarks", Json.MAPPER.valueToTree(BuildReport.remarks(journal.build())));
    json.put("deadLetterId", journal.failure().map(StageFailed::deadLetterId).orElse(null));
    if (journal.removal().correlationId() != null) {
      json.set("removal", Json.MAPPER.valueToTree(RemovalPrinter.json(journal.removal())));
    }
    if (journal.refusal() != null) {
      json.set(
          "lastRefusal",
          Json.MAPPER.valueToTree(RefusalJson.of(cluster.name(), journal.refusal())));
    }
    return json;
  }

  /** How far it is and how long it will take; nothing once it has ended. */
  private static void addForecast(ObjectNode json, LineView<?> work, BuildHistory history) {
    if (work.isEnded() || work.requestedAt() == null) {
      return;
    }
    json.put("progress", Progress.of(work));
    if (work instanceof BuildView build) {
      Eta.of(build, history, Instant.now())
          .ifPresent(left -> json.put("secondsLeft", left.toMillis() / 1000.0));
    }
  }

  private static List<String> header() {
    return List.of("CLUSTER", "GENERATION", "PHASE", "STAGE", "ELAPSED", "REGION", "LAST REQUEST");
  }

  static List<String> row(KnownCluster cluster) {
    LineView<?> newest = cluster.journal().newest();
    Refusal refusal = cluster.journal().refusal();
    ClusterLocation location = cluster.location();
    return List.of(
        cluster.name(),
        Long.toString(cluster.generation()),
        cluster.phase().toString(),
        cluster.isInJournal() ? stages(newest) : "-",
        cluster.isInJournal() ? Text.clock(newest.elapsed(Instant.now())) : "-",
        location == null ? "-" : location.region(),
        refusal == null ? "-" : "refused: " + refusal.code());
  }

  /** The stages that run or have failed. */
  static String stages(LineView<?> view) {
    return view.stages().values().stream()
        .filter(each -> each.isRunning() || each.hasFailed())
        .map(each -> each.name().toString())
        .reduce((first, second) -> first + "," + second)
        .orElse("-");
  }
}
