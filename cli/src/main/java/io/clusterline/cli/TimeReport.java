package io.clusterline.cli;

import io.clusterline.cli.view.Text;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.CriticalPath;
import io.clusterline.projection.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reports where the time of a build was spent, and whether it changed anything. */
final class TimeReport {

  private static final int TOP = 8;

  private TimeReport() {}

  static List<String> lines(BuildView build) {
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

  /** Steps that only announce or wait change nothing. */
  private static List<String> unchanged(BuildView build) {
    long changed =
        build.stages().values().stream().mapToLong(stage -> stage.count(Outcome.CHANGED)).sum();
    boolean ready = build.outcome() == BuildView.Outcome.READY;
    return ready && build.unchanged() && changed == 0
        ? List.of("No changes: the cluster matches the file.", "")
        : List.of();
  }

  private static List<String> criticalPath(BuildView build) {
    List<CriticalPath.Segment> path = CriticalPath.of(build);
    Duration makespan = build.elapsed(Instant.now());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s from request to result. Critical path: %s"
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
