package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Classifies an event of a cluster relative to one request: its answer, part of its result, or the
 * acceptance of a newer request for the same cluster, which supersedes it.
 */
final class RequestFilter {

  enum Relation {
    OURS,
    NEWER,
    NONE
  }

  private final String requestId;
  private @Nullable String buildId;
  private @Nullable String uid;
  private long generation;
  private final Map<String, Long> newestByUid = new HashMap<>();

  RequestFilter(String requestId) {
    this.requestId = requestId;
  }

  Relation of(Event<?> event) {
    recordGeneration(event);
    if (requestId.equals(event.causationId())) {
      adopt(event);
      return Relation.OURS;
    }
    if (event.id().equals(requestId) || buildId != null && buildId.equals(event.correlationId())) {
      return Relation.OURS;
    }
    return isNewer(event) ? Relation.NEWER : Relation.NONE;
  }

  /** Whether that refusal answers the request. */
  boolean isAnsweredBy(@Nullable String causationId) {
    return requestId.equals(causationId);
  }

  /** A refusal has no build. */
  private void adopt(Event<?> event) {
    if (event.correlationId() != null && event.generation() != null) {
      buildId = event.correlationId();
      generation = event.generation();
      uid = event.clusterUid();
    }
  }

  private void recordGeneration(Event<?> event) {
    if (ClusterView.isDecision(event) && event.clusterUid() != null && event.generation() != null) {
      newestByUid.merge(event.clusterUid(), event.generation(), Math::max);
    }
  }

  private boolean isNewer(Event<?> event) {
    return ClusterView.isDecision(event)
        && uid != null
        && uid.equals(event.clusterUid())
        && event.generation() != null
        && event.generation() > generation;
  }

  /**
   * The newest generation of the same cluster, when that is not the request's own. Events of two
   * requests may overtake one another: the newer may have been seen first.
   */
  OptionalLong newer() {
    Long newest = uid == null ? null : newestByUid.get(uid);
    return newest == null || newest <= generation ? OptionalLong.empty() : OptionalLong.of(newest);
  }
}
