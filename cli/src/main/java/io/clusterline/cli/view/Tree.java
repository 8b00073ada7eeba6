package io.clusterline.cli.view;

import io.clusterline.event.StageFailed;
import io.clusterline.event.StageWaiting;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.Eta;
import io.clusterline.projection.LineView;
import io.clusterline.projection.StageView;
import io.clusterline.projection.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A build or a removal as a tree of stages and running steps, to be drawn over and over. */
public final class Tree {

  private static final int BAR = 24;
  private static final int LEAST_STEPS = 3;

  private final int width;
  private final int height;

  /**
   * @param width in columns
   * @param height in rows
   */
  public Tree(int width, int height) {
    this.width = width;
    this.height = height;
  }

  public List<String> render(LineView<?> view, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add(title(view, now));
    lines.add("");
    long running = view.stages().values().stream().filter(StageView::isRunning).count();
    int room = height - lines.size() - view.stages().size() - 1;
    int each = running == 0 ? 0 : Math.max(LEAST_STEPS, (int) (room / running));
    visibleStages(view).forEach(stage -> stage(stage, now, each, lines));
    return lines.stream().limit(height).map(line -> Text.clip(line, width)).toList();
  }

  /** All stages where there is room for them, else only those that run or have failed. */
  private List<StageView> visibleStages(LineView<?> view) {
    List<StageView> all = List.copyOf(view.stages().values());
    return all.size() + 2 + LEAST_STEPS <= height
        ? all
        : all.stream().filter(stage -> stage.isRunning() || stage.hasFailed()).toList();
  }

  private static String title(LineView<?> view, Instant now) {
    String title = view.cluster();
    if (view.generation() > 0) {
      title += " · generation " + view.generation();
    }
    title += " · " + Text.clock(view.elapsed(now));
    return title + eta(view, now).map(left -> " · about " + Text.clock(left) + " left").orElse("");
  }

  /** A removal's stages have no typical shares. */
  private static Optional<Duration> eta(LineView<?> view, Instant now) {
    return view instanceof BuildView build ? Eta.of(build, now) : Optional.empty();
  }

  private static void stage(StageView stage, Instant now, int steps, List<String> lines) {
    lines.add(stageLine(stage, now));
    stage.remarks().forEach(remark -> lines.add("     ! " + remark));
    StageFailed failure = stage.failure();
    StageWaiting waiting = stage.waiting();
    if (failure != null) {
      lines.add("     " + failure.code() + ": " + failure.message());
    } else if (waiting != null) {
      lines.add("     " + PlainLines.waiting(waiting));
    } else if (stage.isRunning()) {
      addRunning(stage, now, steps, lines);
    }
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
    return stage.isComplete() ? "✓" : "▸";
  }

  private static String suffix(StageView stage) {
    if (stage.attempt() > 1) {
      return "  attempt " + stage.attempt();
    }
    return stage.isComplete() && stage.changedNothing() ? "  nothing changed" : "";
  }

  private static void addRunning(StageView stage, Instant now, int most, List<String> lines) {
    List<StepView> running = stage.runningSteps();
    int shown = running.size() <= most ? running.size() : most - 1;
    running.stream().limit(shown).forEach(step -> lines.add(step(step, now)));
    if (shown < running.size()) {
      lines.add("       … and " + (running.size() - shown) + " more");
    }
  }

  private static String step(StepView step, Instant now) {
    Instant started = step.startedAt() == null ? now : step.startedAt();
    return "       %-40s %5s  %s"
        .formatted(
            Text.clip(step.address(), 40),
            Text.clock(Duration.between(started, now)),
            Text.valueFirst(step.message()))
        .stripTrailing();
  }
}
