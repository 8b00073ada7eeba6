package io.clusterline.cli;

import io.clusterline.cli.view.BuildView;
import io.clusterline.cli.view.CriticalPath;
import io.clusterline.cli.view.FailureReport;
import io.clusterline.cli.view.StageView;
import io.clusterline.cli.view.Text;
import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.StepFinished.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A build in words, once it is over. */
final class BuildReport {

  private static final int TOP = 8;

  private BuildReport() {}

  /** Whatever its end: the result or the failure, and where the time went. */
  static List<String> lines(BuildView build) {
    List<String> lines = new ArrayList<>();
    AddonsReady result = build.result();
    if (result != null && build.outcome() == BuildView.Outcome.READY) {
      lines.addAll(nodes(result.nodes()));
      lines.add("");
      lines.addAll(addons(result));
      lines.add("");
      lines.addAll(evidence(result.evidence()));
    }
    if (build.outcome() == BuildView.Outcome.STOPPED) {
      lines.add("It was stopped before it was ready: " + build.stopped());
    }
    build.failure().ifPresent(failure -> lines.addAll(FailureReport.lines(failure)));
    lines.add("");
    lines.addAll(times(build));
    return lines;
  }

  static List<String> nodes(List<NodeStatus> nodes) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "STATUS", "ROLES", "VERSION", "INTERNAL-IP", "PROVIDER-ID"));
    nodes.forEach(node ->
        rows.add(
            List.of(
                node.name(),
                node.ready() ? "Ready" : "NotReady",
                node.roles().isEmpty() ? "<none>" : node.roles(),
                node.version(),
                node.internalIp(),
                node.providerId())));
    return Text.table(rows);
  }

  static List<String> addons(AddonsReady result) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ADD-ON", "CHART", "VERSION", "HEALTH", "RESTS ON", "HOW"));
    for (AddonStatus addon : result.addons()) {
      rows.add(
          List.of(
              addon.name(),
              addon.chartVersion(),
              addon.appVersion(),
              addon.healthy() ? "Healthy" : "Unhealthy",
              addon.detail(),
              addon.how().toString()));
    }
    List<String> lines = new ArrayList<>(Text.table(rows));
    if (result.root() != null) {
      lines.add(
          "root application %s: %s, %s (%s) from %s"
              .formatted(
                  result.root().name(),
                  result.root().syncStatus(),
                  result.root().healthStatus(),
                  result.root().how(),
                  result.root().repository()));
    }
    return lines;
  }

  private static List<String> evidence(List<Evidence> evidence) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("CHECK", "RESULT", "HOW"));
    evidence.forEach(each -> rows.add(List.of(each.check(), each.result(), each.how().toString())));
    return rows.size() == 1 ? List.of() : Text.table(rows);
  }

  private static List<String> times(BuildView build) {
    List<String> lines = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("STAGE", "TIME", "STEPS"));
    for (StageView stage : build.stages().values()) {
      if (stage.endedAt() != null) {
        rows.add(
            List.of(
                stage.name().toString(),
                Text.seconds(stage.elapsed(Instant.now())),
                stage.stepsDone() + (stage.changedNothing() ? ", nothing changed" : "")));
      }
    }
    lines.addAll(Text.table(rows));
    lines.add("");
    lines.addAll(unchanged(build));
    lines.addAll(criticalPath(build));
    return lines;
  }

  /** What an announcement or a wait does is no change of anything. */
  private static List<String> unchanged(BuildView build) {
    long steps = build.stages().values().stream().mapToLong(StageView::stepsDone).sum();
    long same =
        build.stages().values().stream().mapToLong(stage -> stage.count(Outcome.UNCHANGED)).sum();
    long changed =
        build.stages().values().stream().mapToLong(stage -> stage.count(Outcome.CHANGED)).sum();
    return build.unchanged() && changed == 0
        ? List.of(
            "Same specification as before: %d of %d steps found all as wanted, none changed anything that exists."
                .formatted(same, steps),
            "")
        : List.of();
  }

  private static List<String> criticalPath(BuildView build) {
    List<CriticalPath.Segment> path = CriticalPath.of(build);
    Duration makespan = build.elapsed(Instant.now());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s from request to result; the longest chain of steps that wait for one another took %s:"
            .formatted(Text.seconds(makespan), Text.seconds(CriticalPath.length(path))));
    path.stream()
        .sorted(Comparator.comparing(CriticalPath.Segment::duration).reversed())
        .limit(TOP)
        .forEach(segment ->
            lines.add(
                "  %8s  %-10s %s"
                    .formatted(Text.seconds(segment.duration()), segment.stage(), segment.step())));
    return lines;
  }
}
