package io.clusterline.projection;

import io.clusterline.event.TraceParent;
import io.clusterline.telemetry.TraceIds;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A build as it was asked for, or what a replay runs again: one trace, and its root span. */
final class TracedRun {

  private final TraceIds ids;
  private final Instant start;
  private final @Nullable TraceParent linked;
  private Instant end;
  private @Nullable String error;

  /**
   * @param linked the root of the trace that this one continues, or the requester's span
   */
  TracedRun(TraceIds ids, Instant start, @Nullable TraceParent linked) {
    this.ids = ids;
    this.start = start;
    this.end = start;
    this.linked = linked;
  }

  TraceIds ids() {
    return ids;
  }

  /** Something of it still happened then. */
  void until(Instant at) {
    end = at.isAfter(end) ? at : end;
  }

  void failed(String why) {
    error = why;
  }

  TraceSpan root(String name, Map<String, String> attributes) {
    return new TraceSpan(ids.root(), null, name, start, end, error, attributes, linked);
  }
}
