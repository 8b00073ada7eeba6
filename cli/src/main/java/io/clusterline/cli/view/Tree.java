package io.clusterline.cli.view;

import io.clusterline.event.StageFailed;
import io.clusterline.event.StageWaiting;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.Eta;
import io.clusterline.projection.LineView;
import io.clusterline.projection.Progress;
import io.clusterline.projection.StageView;
import io.clusterline.projection.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build or a removal, to be drawn over and over: stages, machines by phase, and below them what
 * has failed, what it waits for and what runs. Stages and phases stay at their rows.
 */
public final class Tree {

  static final int BAR = 24;
  private static final int LEAST_STEPS = 3;

  private final int width;
  private final int height;
  private final Rows rows;

  /**
   * @param width in columns
   * @param height in rows
   */
  public Tree(int width, int height) {
    this(width, height, new Rows());
  }

  /**
   * @param rows remembers from one drawing to the next what is shown where
   */
  public Tree(int width, int height, Rows rows) {
    this.width = width;
    this.height = height;
    this.rows = rows;
  }

  public List<String> render(LineView<?> view, BuildHistory history, Instant now) {
    List<String> lines = new ArrayList<>(overview(view, history, now));
    Map<String, String> details = details(view, now);
    if (lines.size() + 1 + LEAST_STEPS <= height) {
      lines.add("");
    }
    lines.addAll(rows.place(details, height - lines.size()));
    return lines.stream().limit(height).map(line -> Text.clip(line, width)).toList();
  }

  /** Without what runs. */
  public List<String> overview(LineView<?> view, BuildHistory history, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(title(view, history, now));
    lines.add("");
    visibleStages(view).forEach(stage -> lines.add(stageLine(stage, now)));
    List<String> nodes = view instanceof BuildView build ? NodeMatrix.lines(build) : List.of();
    if (!nodes.isEmpty() && lines.size() + 1 + nodes.size() + LEAST_STEPS <= height) {
      lines.add("");
      lines.addAll(nodes);
    }
    return lines;
  }

  /** All stages where there is room for them, else only those that run or have failed. */
  private List<StageView> visibleStages(LineView<?> view) {
    List<StageView> all = List.copyOf(view.stages().values());
    return all.size() + 2 + LEAST_STEPS <= height
        ? all
        : all.stream().filter(stage -> stage.isRunning() || stage.hasFailed()).toList();
  }

  /** What changes comes first: a narrow terminal cuts the end. */
  private static String title(LineView<?> view, BuildHistory history, Instant now) {
    String done = view.isEnded() ? "" : " · " + Math.round(100 * Progress.of(view)) + " %";
    String left =
        eta(view, history, now).map(eta -> " · about " + Text.clock(eta) + " left").orElse("");
    String generation = view.generation() > 0 ? " · generation " + view.generation() : "";
    return view.cluster() + " · " + Text.clock(view.elapsed(now)) + left + done + generation;
  }

  /** A removal's stages have no typical shares. */
  private static Optional<Duration> eta(LineView<?> view, BuildHistory history, Instant now) {
    return view instanceof BuildView build ? Eta.of(build, history, now) : Optional.empty();
  }

  private static String stageLine(StageView stage, Instant now) {
    if (stage.startedAt() == null) {
      return "   · %-10s".formatted(stage.name()).stripTrailing();
    }
    String count = stage.steps().isEmpty() ? "" : stage.stepsDone() + "/" + stage.steps().size();
    return "   %s %-10s %s %7s  %5s%s"
        .formatted(
            symbol(stage),
            stage.name(),
            Text.bar(stage.percent(), BAR),
            count,
            Text.clock(stage.elapsed(now)),
            suffix(stage));
  }

  private static String symbol(StageView stage) {
    if (stage.hasFailed()) {
      return "✗";
    }
    return stage.isComplete() ? "✓" : stage.waiting() != null ? "↻" : "▸";
  }

  private static String suffix(StageView stage) {
    if (stage.attempt() > 1) {
      return "  attempt " + stage.attempt();
    }
    return stage.isComplete() && stage.changedNothing() ? "  nothing changed" : "";
  }

  /** By what identifies them, the most important first. */
  private static Map<String, String> details(LineView<?> view, Instant now) {
    Map<String, String> details = new LinkedHashMap<>();
    view.stages().values().forEach(stage -> trouble(stage, details));
    view.stages().values().stream()
        .filter(stage -> stage.isRunning() && stage.waiting() == null)
        .forEach(stage ->
            stage
                .runningSteps()
                .forEach(
                    step -> details.put(stage.name() + "/" + step.address(), step(step, now))));
    view.stages()
        .values()
        .forEach(
            stage -> stage.remarks().forEach(remark -> details.put(remark, "     ! " + remark)));
    return details;
  }

  private static void trouble(StageView stage, Map<String, String> details) {
    StageFailed failure = stage.failure();
    StageWaiting waiting = stage.waiting();
    if (failure != null) {
      details.put(
          stage.name() + " failed",
          "   ✗ %-10s %s: %s".formatted(stage.name(), failure.code(), failure.message()));
      details.put(stage.name() + " fix", "     what to do: " + failure.fix());
    } else if (waiting != null) {
      details.put(
          stage.name() + " waits",
          "   ↻ %-10s %s".formatted(stage.name(), PlainLines.waiting(waiting)));
    }
  }

  private static String step(StepView step, Instant now) {
    Instant started = step.startedAt() == null ? now : step.startedAt();
    return "     %5s  %-27s  %s"
        .formatted(
            Text.clock(Duration.between(started, now)),
            Text.clip(step.address(), 27),
            Text.valueFirst(step.message()))
        .stripTrailing();
  }
}
