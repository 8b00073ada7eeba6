package io.clusterline.projection;

import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished;
import io.clusterline.event.TraceParent;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The spans of one attempt at a stage, while it is open and afterwards. */
final class TracedAttempt {

  private record Open(TraceParent span, Instant start) {}

  private final TracedRun run;
  private final StageName stage;
  private final int number;
  private final Instant start;
  private final Map<String, Open> steps = new LinkedHashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Consumer<TraceSpan> spans;
  private boolean open = true;

  TracedAttempt(
      TracedRun run, StageName stage, int number, Instant start, Consumer<TraceSpan> spans) {
    this.run = run;
    this.stage = stage;
    this.number = number;
    this.start = start;
    this.spans = spans;
  }

  TracedRun run() {
    return run;
  }

  StageName stage() {
    return stage;
  }

  /** Whether it is the same attempt. */
  boolean is(TracedRun otherRun, StageName otherStage, int otherNumber) {
    return run == otherRun && stage == otherStage && number == otherNumber;
  }

  boolean isOpen() {
    return open;
  }

  void stepStarted(String step, Instant at) {
    if (open && !ended.contains(step)) { // the broker may turn two events around
      steps.putIfAbsent(step, new Open(run.ids().step(stage, number, step), at));
    }
  }

  void stepFinished(StepFinished event, Instant at) {
    if (!ended.add(event.step())) {
      return;
    }
    Open known = steps.remove(event.step());
    TraceParent span = run.ids().step(stage, number, event.step());
    Instant begun = known == null ? at.minusMillis(event.millis()) : known.start();
    boolean failed = event.outcome() == StepFinished.Outcome.FAILED;
    endStep(
        event.step(),
        new Open(span, begun),
        at,
        failed ? event.message() : null,
        event.outcome().toString());
  }

  /**
   * @param why it failed; null when it did not
   */
  void end(Instant at, @Nullable String why) {
    if (!open) {
      return;
    }
    open = false;
    steps.forEach((step, span) -> endStep(step, span, at, "it never ended", "lost"));
    ended.addAll(steps.keySet());
    steps.clear();
    Map<String, String> attributes =
        Map.of(
            "clusterline.stage",
            stage.toString(),
            "clusterline.attempt",
            Integer.toString(number),
            "clusterline.outcome",
            why == null ? "complete" : "failed");
    TraceParent span = run.ids().stage(stage, number);
    add(span, run.ids().root(), stage.toString(), start, at, why, attributes);
  }

  private void endStep(String step, Open span, Instant at, @Nullable String why, String outcome) {
    Map<String, String> attributes =
        Map.of(
            "clusterline.stage",
            stage.toString(),
            "clusterline.step",
            step,
            "clusterline.outcome",
            outcome);
    add(span.span(), run.ids().stage(stage, number), step, span.start(), at, why, attributes);
  }

  private void add(
      TraceParent span,
      TraceParent parent,
      String name,
      Instant from,
      Instant at,
      @Nullable String why,
      Map<String, String> attributes) {
    Instant end = at.isBefore(from) ? from : at;
    run.until(end, stage.isBeside());
    spans.accept(new TraceSpan(span, parent.spanId(), name, from, end, why, attributes, null));
  }
}
