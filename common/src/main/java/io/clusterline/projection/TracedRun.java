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
  private @Nullable Instant end;
  private @Nullable Instant besideEnd;
  private @Nullable String error;
  private @Nullable String besideError;

  /**
   * @param linked the root of the trace that this one continues, or the requester's span
   */
  TracedRun(TraceIds ids, Instant start, @Nullable TraceParent linked) {
    this.ids = ids;
    this.start = start;
    this.linked = linked;
  }

  TraceIds ids() {
    return ids;
  }

  /**
   * Something of it still happened then.
   *
   * @param isBeside a stage did that which the build is ready without
   */
  void until(Instant at, boolean isBeside) {
    if (isBeside) {
      besideEnd = later(at, besideEnd);
    } else {
      end = later(at, end);
    }
  }

  private static Instant later(Instant at, @Nullable Instant known) {
    return known == null || at.isAfter(known) ? at : known;
  }

  void failed(String why, boolean isBeside) {
    if (isBeside) {
      besideError = why;
    } else {
      error = why;
    }
  }

  /** The replay of a stage that the build is ready without. */
  boolean isBeside() {
    return end == null;
  }

  /** It ends with the stages that the build needs: one beside them may end later. */
  TraceSpan root(String name, Map<String, String> attributes) {
    Instant last = isBeside() ? besideEnd : end;
    String why = isBeside() ? besideError : error;
    return new TraceSpan(
        ids.root(), null, name, start, last == null ? start : last, why, attributes, linked);
  }
}
