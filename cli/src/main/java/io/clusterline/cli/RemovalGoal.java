package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;

/**
 * The end of a request's removal or cancellation. A newer request for the same cluster supersedes
 * it.
 */
final class RemovalGoal implements Goal {

  private final RequestFilter filter;

  RemovalGoal(String requestId) {
    this.filter = new RequestFilter(requestId);
  }

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    return filter.of(event) == RequestFilter.Relation.NONE ? view : view.with(event);
  }

  @Override
  public boolean isReached(ClusterView view) {
    boolean refused = view.refusal() != null && filter.isAnsweredBy(view.refusal().requestId());
    return refused || view.removal().correlationId() != null && view.removal().isEnded();
  }
}
