package io.clusterline.cli.view;

import io.clusterline.event.StageName;
import io.clusterline.event.StageWaiting;
import io.clusterline.projection.LineView;
import io.clusterline.projection.StageView;
import io.clusterline.projection.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a build or a removal waits for.
 *
 * @param step its address; empty when the stage itself waits
 * @param since when the step began, or the stage
 * @param message its last report: what it waits for, its limit and what it has seen
 */
public record WaitReport(StageName stage, String step, Instant since, String message) {

  /** All of it, the longest first; nothing once it has ended or before it was requested. */
  public static List<WaitReport> of(LineView<?> view) {
    Instant requestedAt = view.requestedAt();
    if (requestedAt == null || view.isEnded()) {
      return List.of();
    }
    List<WaitReport> running =
        view.stages().values().stream()
            .filter(StageView::isRunning)
            .flatMap(stage -> ofStage(stage, requestedAt))
            .sorted(Comparator.comparing(WaitReport::since))
            .toList();
    return running.isEmpty() ? next(view, requestedAt) : running;
  }

  private static Stream<WaitReport> ofStage(StageView stage, Instant requestedAt) {
    Instant since = Objects.requireNonNullElse(stage.startedAt(), requestedAt);
    StageWaiting waiting = stage.waiting();
    return waiting != null
        ? Stream.of(new WaitReport(stage.name(), "", since, PlainLines.waiting(waiting)))
        : stage.runningSteps().stream().map(step -> ofStep(stage, step, since));
  }

  private static WaitReport ofStep(StageView stage, StepView step, Instant since) {
    return new WaitReport(
        stage.name(),
        step.address(),
        Objects.requireNonNullElse(step.startedAt(), since),
        step.message().isEmpty() ? "runs" : step.message());
  }

  /** Nothing runs: the next stage has to be taken by its service. */
  private static List<WaitReport> next(LineView<?> view, Instant requestedAt) {
    Instant since =
        view.stages().values().stream()
            .map(StageView::endedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(requestedAt);
    return view.stages().values().stream()
        .filter(stage -> stage.startedAt() == null)
        .limit(1)
        .map(stage -> new WaitReport(stage.name(), "", since, "has not begun yet"))
        .toList();
  }

  /** {@code bootstrap waits 92 s: join/worker-1: waiting until …}. */
  public String line(Instant now) {
    long seconds = Math.max(0, Duration.between(since, now).toSeconds());
    return "%-10s waits %d s: %s%s"
        .formatted(stage, seconds, step.isEmpty() ? "" : step + ": ", message);
  }
}
