package io.clusterline.projection;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StageWaiting;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import io.clusterline.event.TraceParent;
import io.clusterline.telemetry.TraceIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The trace of a build or a removal, from its events alone; each replay begins one more. It is
 * complete whatever died meanwhile: a step or an attempt that never ended ends where the next one
 * begins. An event's own trace context only chooses among the spans that were derived here.
 */
public final class BuildTrace {

  /** A stage begins far fewer times before it fails for good. */
  private static final int MOST_ATTEMPTS = 100;

  private final String cluster;
  private final String build;
  private final String kind;
  private final List<TraceSpan> spans = new ArrayList<>();
  private final Map<String, TracedRun> runs = new LinkedHashMap<>();
  private final List<TracedAttempt> attempts = new ArrayList<>();
  private TracedRun newest;
  private Instant last;

  private BuildTrace(Event<?> first, String build, String kind, @Nullable TraceParent requester) {
    this.cluster = first.subject();
    this.build = build;
    this.kind = kind;
    this.last = first.time();
    this.newest = new TracedRun(TraceIds.ofBuild(build), first.time(), requester);
    runs.put(newest.ids().trace(), newest);
  }

  /**
   * @param events those of one build or removal, in the journal's order; the request for it, which
   *     has no build yet, may be among them
   * @return spans of one trace, and of one more for each replay; empty when there are no events
   */
  public static List<TraceSpan> of(List<Event<?>> events) {
    return read(events).map(BuildTrace::all).orElse(List.of());
  }

  /**
   * The same without what has not ended yet, of a build that has: later events change none of these
   * spans. The root is there once the stages that the build needs have ended.
   */
  public static List<TraceSpan> ended(List<Event<?>> events) {
    return read(events).map(BuildTrace::withoutOpen).orElse(List.of());
  }

  private static Optional<BuildTrace> read(List<Event<?>> events) {
    return events.stream()
        .filter(event -> event.correlationId() != null)
        .findFirst()
        .map(first -> trace(first, String.valueOf(first.correlationId()), events));
  }

  private static BuildTrace trace(Event<?> first, String build, List<Event<?>> events) {
    TraceParent requester =
        events.stream()
            .filter(event -> event.data() instanceof ClusterRequested)
            .flatMap(request -> TraceParent.parse(request.traceparent()).stream())
            .findFirst()
            .orElse(null);
    boolean removes = events.stream().noneMatch(event -> event.data() instanceof ClusterAccepted);
    BuildTrace trace = new BuildTrace(first, build, removes ? "removal" : "build", requester);
    events.stream().filter(event -> event.correlationId() != null).forEach(trace::add);
    return trace;
  }

  private void add(Event<?> event) {
    Instant at = event.time();
    last = at.isAfter(last) ? at : last;
    switch (event.data()) {
      case StageReplayed e -> replayed(e, at);
      case StageStarted e -> started(e, runOf(event), at);
      case StepStarted e ->
          attempt(e.stage(), e.step(), e.attempt(), event).stepStarted(e.step(), at);
      case StepFinished e -> attempt(e.stage(), e.step(), 1, event).stepFinished(e, at);
      case StageWaiting e -> endAttempts(e.stage(), at, e.code() + ": " + e.message());
      case StageFailed e -> failed(e, runOf(event), at);
      default -> result(event.data(), at);
    }
    runOf(event).until(at, isBeside(event.data()));
  }

  /** Whether a stage published it, or was replayed, that the build is ready without. */
  private static boolean isBeside(ClusterEvent event) {
    return switch (event) {
      case StageStarted e -> e.stage().isBeside();
      case StepStarted e -> e.stage().isBeside();
      case StepProgressed e -> e.stage().isBeside();
      case StepFinished e -> e.stage().isBeside();
      case StageWaiting e -> e.stage().isBeside();
      case StageFailed e -> e.stage().isBeside();
      case StageReplayed e -> e.stage().isBeside();
      default -> StageName.publisherOf(event.getClass()).filter(StageName::isBeside).isPresent();
    };
  }

  /** The run that the event's span belongs to; the newest one when it does not say. */
  private TracedRun runOf(Event<?> event) {
    return TraceParent.parse(event.traceparent())
        .map(span -> runs.get(span.traceId()))
        .orElse(newest);
  }

  private void replayed(StageReplayed event, Instant at) {
    TraceIds ids = TraceIds.ofReplay(build, event.deadLetterId());
    TraceParent before = newest.ids().root();
    newest = runs.computeIfAbsent(ids.trace(), absent -> new TracedRun(ids, at, before));
  }

  private TracedAttempt started(StageStarted event, TracedRun run, Instant at) {
    return attempts.stream()
        .filter(attempt -> attempt.is(run, event.stage(), event.attempt()))
        .findFirst() // a repeated event
        .orElseGet(() -> begin(event, run, at));
  }

  private TracedAttempt begin(StageStarted event, TracedRun run, Instant at) {
    endAttempts(event.stage(), at, "its worker ended before it did");
    TracedAttempt attempt = new TracedAttempt(run, event.stage(), event.attempt(), at, spans::add);
    attempts.add(attempt);
    return attempt;
  }

  /**
   * The attempt that a step's event is of: by its span, else the open one. The start of an attempt
   * may be missing in the journal, or come later.
   */
  private TracedAttempt attempt(StageName stage, String step, int number, Event<?> event) {
    TracedRun run = runOf(event);
    TraceParent span = TraceParent.parse(event.traceparent()).orElse(null);
    OptionalInt told = span == null ? OptionalInt.empty() : number(run, stage, step, span);
    return attempts.stream()
        .filter(each -> each.stage() == stage)
        .filter(each -> told.isPresent() ? each.is(run, stage, told.getAsInt()) : each.isOpen())
        .findFirst()
        .orElseGet(() -> {
          int which = told.orElse(number);
          return started(new StageStarted(stage, which, List.of()), run, event.time());
        });
  }

  /** Of the attempt whose step has that span; empty when the span is of no attempt. */
  private static OptionalInt number(TracedRun run, StageName stage, String step, TraceParent span) {
    return IntStream.rangeClosed(1, MOST_ATTEMPTS)
        .filter(attempt -> run.ids().step(stage, attempt, step).equals(span))
        .findFirst();
  }

  private void failed(StageFailed event, TracedRun run, Instant at) {
    String why = event.code() + ": " + event.message();
    run.failed(why, event.stage().isBeside());
    endAttempts(event.stage(), at, why);
  }

  private void result(ClusterEvent event, Instant at) {
    StageName.endedBy(event).ifPresent(stage -> endAttempts(stage, at, null));
  }

  private void endAttempts(StageName stage, Instant at, @Nullable String why) {
    attempts.stream()
        .filter(attempt -> attempt.stage() == stage)
        .forEach(attempt -> attempt.end(at, why));
  }

  private List<TraceSpan> all() {
    attempts.forEach(attempt -> attempt.end(last, "it had not ended"));
    return with(runs.values().stream());
  }

  private List<TraceSpan> withoutOpen() {
    return with(runs.values().stream().filter(this::hasEnded));
  }

  /** Of the replay of a stage beside the build it is not known while it is the newest one. */
  private boolean hasEnded(TracedRun run) {
    return run.isBeside()
        ? run != newest
        : attempts.stream()
            .filter(attempt -> attempt.run() == run && attempt.isOpen())
            .allMatch(attempt -> attempt.stage().isBeside());
  }

  private List<TraceSpan> with(Stream<TracedRun> ended) {
    Map<String, String> attributes =
        Map.of("clusterline.cluster", cluster, "clusterline.build", build);
    ended.forEach(run -> spans.add(run.root(kind + " " + cluster, attributes)));
    return spans;
  }
}
