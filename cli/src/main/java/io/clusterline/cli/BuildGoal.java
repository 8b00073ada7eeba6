package io.clusterline.cli;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.BuildView.Outcome;
import io.clusterline.projection.ClusterView;
import io.clusterline.state.ClusterRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The end of a request's build: its refusal, its success with the removal of what left the
 * specification, its failure, or the acceptance of a newer request.
 */
final class BuildGoal implements Goal {

  /** How long the accept stage may take to begin a removal once all is ready. */
  private static final Duration REMOVAL_BEGINS_WITHIN = Duration.ofSeconds(20);

  private final RequestFilter filter;
  private final Optional<ClusterRecord> before;
  private final Duration limit;
  private long readySince;

  /**
   * @param before the cluster as it was before the request, where the state store could be read
   */
  BuildGoal(String requestId, Optional<ClusterRecord> before) {
    this(requestId, before, REMOVAL_BEGINS_WITHIN);
  }

  BuildGoal(String requestId, Optional<ClusterRecord> before, Duration limit) {
    this.filter = new RequestFilter(requestId);
    this.before = before;
    this.limit = limit;
  }

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    ClusterView after =
        switch (filter.of(event)) {
          case OURS -> view.with(event);
          // A newer build would take the place of ours in the view; other endings do not.
          case NEWER -> event.data() instanceof ClusterAccepted ? view : view.with(event);
          case NONE -> view;
        };
    boolean ended = after.build().isEnded();
    return ended || filter.newer().isEmpty()
        ? after
        : after.supersededBy(filter.newer().getAsLong());
  }

  @Override
  public boolean isReached(ClusterView view) {
    if (view.refusal() != null && filter.isAnsweredBy(view.refusal().requestId())) {
      return true;
    }
    Outcome outcome = view.build().outcome();
    return outcome == Outcome.READY ? isPruned(view) : view.build().isEnded();
  }

  private boolean isPruned(ClusterView view) {
    if (view.hasPruning()) {
      return view.removal().isEnded();
    }
    return !removes(view.build(), view.uid()) || isTooLate();
  }

  /** The accept stage's own rule, as far as it can be known here. */
  private boolean removes(BuildView build, @org.jspecify.annotations.Nullable String uid) {
    return before
        .map(record ->
            record.exists()
                && Objects.equals(record.uid(), uid)
                && (record.changed() || !build.unchanged()))
        .orElse(build.generation() > 1 && !build.unchanged());
  }

  private boolean isTooLate() {
    if (readySince == 0) {
      readySince = System.nanoTime();
    }
    return System.nanoTime() - readySince > limit.toNanos();
  }
}
