package io.clusterline.cli.view;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.projection.LineView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A build as lines that follow one another: for pipes, files and logs. */
public final class PlainLines {

  /** Of the steps that run, so many are named. */
  private static final int WAITS_SHOWN = 4;

  private final @Nullable Instant begin;

  /**
   * @param begin from when times count; null: the time of day is shown
   */
  public PlainLines(@Nullable Instant begin) {
    this.begin = begin;
  }

  /** The event's line, if it deserves one. */
  public Optional<String> line(Event<?> event) {
    return describe(event.data()).map(what -> TerminalText.line(time(event.time()) + "  " + what));
  }

  /** What it waits for at that time, the longest first; empty once it has ended. */
  public List<String> waits(LineView<?> view, Instant now) {
    List<WaitReport> waits = WaitReport.of(view);
    int shown = waits.size() <= WAITS_SHOWN ? waits.size() : WAITS_SHOWN - 1;
    Stream<String> lines = waits.stream().limit(shown).map(wait -> wait.line(now));
    Stream<String> rest =
        shown == waits.size()
            ? Stream.of()
            : Stream.of("… and " + (waits.size() - shown) + " more");
    return Stream.concat(lines, rest)
        .map(line -> TerminalText.line(time(now) + "  " + line))
        .toList();
  }

  private String time(Instant at) {
    if (begin == null) {
      return at.toString();
    }
    return "%8s".formatted(Text.seconds(Duration.between(begin, at)));
  }

  private static Optional<String> describe(ClusterEvent event) {
    return switch (event) {
      case ClusterRequested e -> Optional.of("requested");
      case ClusterAccepted e ->
          Optional.of(e.unchanged() ? "accepted: same specification as before" : "accepted");
      case StageStarted e ->
          Optional.of(
              "%-10s begins, %d steps%s".formatted(e.stage(), e.steps().size(), attempt(e)));
      case StepStarted e -> Optional.empty();
      case StepProgressed e -> Optional.empty();
      case StepFinished e -> Optional.of(step(e));
      case StageFailed e ->
          Optional.of("%-10s FAILED %s: %s".formatted(e.stage(), e.code(), e.message()));
      case StageWaiting e -> Optional.of("%-10s %s".formatted(e.stage(), waiting(e)));
      case RequestRefused e -> Optional.of("refused: %s: %s".formatted(e.code(), e.message()));
      case StageReplayed e -> Optional.of("%-10s replayed%s".formatted(e.stage(), requester(e)));
      case BuildCancelled e ->
          Optional.of("generation %d cancelled: %s".formatted(e.generation(), e.reason()));
      case RemovalAccepted e ->
          Optional.of(
              "%s begins: %s"
                  .formatted(e.order().mode().name().toLowerCase(Locale.ROOT), e.order().reason()));
      default -> Optional.of(event.getClass().getSimpleName());
    };
  }

  /** Why a stage waits and when it tries again. */
  static String waiting(StageWaiting event) {
    return "tries again by %s (attempt %d of %d failed: %s: %s)"
        .formatted(
            event.until().truncatedTo(ChronoUnit.SECONDS),
            event.attempt(),
            event.attempts(),
            event.code(),
            event.message());
  }

  private static String requester(StageReplayed event) {
    return event.requestedBy().isEmpty()
        ? ""
        : " by " + event.requestedBy() + ": " + event.reason();
  }

  private static String attempt(StageStarted event) {
    return event.attempt() > 1 ? " (attempt " + event.attempt() + ")" : "";
  }

  private static String step(StepFinished event) {
    String time = Text.seconds(Duration.ofMillis(event.millis()));
    String line =
        "%-10s %3d %%  %s %s"
            .formatted(event.stage(), event.percent(), event.step(), event.outcome());
    return event.outcome() == Outcome.SKIPPED
        ? line
        : line + " in " + time + (event.message().isEmpty() ? "" : ": " + event.message());
  }
}
