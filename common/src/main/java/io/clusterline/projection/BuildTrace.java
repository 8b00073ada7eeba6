package io.clusterline.projection;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a build, from its events alone. It is complete whatever died meanwhile: a step or an
 * attempt that never ended ends where the next one begins.
 */
public final class BuildTrace {

  /** An attempt or a step that has begun. */
  private record Open(String spanId, String name, Instant start, Map<String, String> attributes) {}

  /** The open attempt of a stage. */
  private static final class Attempt {
    private final int number;
    private final Open span;
    private final Map<String, Open> steps = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();

    Attempt(int number, Open span) {
      this.number = number;
      this.span = span;
    }
  }

  private final String cluster;
  private final List<TraceSpan> spans = new ArrayList<>();
  private final Map<StageName, Attempt> attempts = new EnumMap<>(StageName.class);
  private TraceIds ids;
  private Instant begin;
  private Instant last;
  private @Nullable String error;

  private BuildTrace(Event<?> first) {
    this.cluster = first.subject();
    this.ids = new TraceIds(String.valueOf(first.correlationId()), 0);
    this.begin = first.time();
    this.last = first.time();
  }

  /**
   * @param events those of one build, in the journal's order
   * @return the root of each trace before its other spans; empty when there are no events
   */
  public static List<TraceSpan> of(List<Event<?>> events) {
    if (events.isEmpty()) {
      return List.of();
    }
    BuildTrace trace = new BuildTrace(events.getFirst());
    events.forEach(trace::add);
    trace.end(trace.last);
    return trace.spans;
  }

  private void add(Event<?> event) {
    last = event.time().isAfter(last) ? event.time() : last;
    Instant at = event.time();
    switch (event.data()) {
      case StageReplayed _ -> replayed(at);
      case StageStarted e -> started(e, at);
      case StepStarted e -> stepStarted(e, at);
      case StepFinished e -> stepFinished(e, at);
      case StageWaiting e -> endAttempt(e.stage(), at, e.code() + ": " + e.message());
      case StageFailed e -> failed(e, at);
      default -> result(event.data(), at);
    }
  }

  private void replayed(Instant at) {
    end(at);
    ids = new TraceIds(ids.build(), ids.replay() + 1);
    begin = at;
    error = null;
  }

  private void started(StageStarted event, Instant at) {
    endAttempt(event.stage(), at, "its worker ended before it did");
    Map<String, String> attributes =
        Map.of(
            "clusterline.stage",
            event.stage().toString(),
            "clusterline.attempt",
            Integer.toString(event.attempt()));
    Open span =
        new Open(
            ids.stage(event.stage(), event.attempt()), event.stage().toString(), at, attributes);
    attempts.put(event.stage(), new Attempt(event.attempt(), span));
  }

  private void stepStarted(StepStarted event, Instant at) {
    Attempt attempt = attempt(event.stage(), event.attempt(), at);
    if (!attempt.ended.contains(event.step())) { // the broker may turn two events around
      attempt.steps.putIfAbsent(event.step(), step(attempt, event.stage(), event.step(), at));
    }
  }

  private void stepFinished(StepFinished event, Instant at) {
    Attempt attempt = attempt(event.stage(), 1, at);
    if (!attempt.ended.add(event.step())) {
      return;
    }
    Instant begun = at.minusMillis(event.millis());
    Open open = attempt.steps.remove(event.step());
    if (open == null) {
      open = step(attempt, event.stage(), event.step(), begun);
    }
    boolean failed = event.outcome() == StepFinished.Outcome.FAILED;
    close(
        open,
        attempt.span.spanId(),
        at,
        failed ? event.message() : null,
        event.outcome().toString());
  }

  /** The start of an attempt may be missing in the journal. */
  private Attempt attempt(StageName stage, int number, Instant at) {
    Attempt known = attempts.get(stage);
    if (known == null) {
      started(new StageStarted(stage, number, List.of()), at);
      known = attempts.get(stage);
    }
    if (known == null) {
      throw new IllegalStateException("no attempt of " + stage);
    }
    return known;
  }

  private Open step(Attempt attempt, StageName stage, String address, Instant at) {
    Map<String, String> attributes =
        Map.of("clusterline.stage", stage.toString(), "clusterline.step", address);
    return new Open(ids.step(stage, attempt.number, address), address, at, attributes);
  }

  private void failed(StageFailed event, Instant at) {
    error = event.code() + ": " + event.message();
    endAttempt(event.stage(), at, error);
  }

  private void result(ClusterEvent event, Instant at) {
    StageName.endedBy(event).ifPresent(stage -> endAttempt(stage, at, null));
  }

  private void endAttempt(StageName stage, Instant at, @Nullable String why) {
    Attempt attempt = attempts.remove(stage);
    if (attempt == null) {
      return;
    }
    attempt
        .steps
        .values()
        .forEach(step -> close(step, attempt.span.spanId(), at, "it never ended", "lost"));
    close(attempt.span, ids.root(), at, why, why == null ? "complete" : "failed");
  }

  private void close(Open open, String parent, Instant at, @Nullable String why, String outcome) {
    Map<String, String> attributes = new LinkedHashMap<>(open.attributes());
    attributes.put("clusterline.outcome", outcome);
    Instant end = at.isBefore(open.start()) ? open.start() : at;
    spans.add(
        new TraceSpan(
            ids.trace(),
            open.spanId(),
            parent,
            open.name(),
            open.start(),
            end,
            why,
            attributes,
            null));
  }

  private void end(Instant at) {
    for (StageName stage : List.copyOf(attempts.keySet())) {
      endAttempt(stage, at, "it had not ended");
    }
    TraceIds before = ids.replay() == 0 ? null : new TraceIds(ids.build(), ids.replay() - 1);
    Map<String, String> attributes =
        Map.of("clusterline.cluster", cluster, "clusterline.build", ids.build());
    spans.add(
        new TraceSpan(
            ids.trace(),
            ids.root(),
            null,
            "build " + cluster,
            begin,
            at,
            error,
            attributes,
            before));
  }
}
