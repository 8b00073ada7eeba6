package io.clusterline.cli;

import io.clusterline.cli.view.ClusterView;
import io.clusterline.event.Event;

/**
 * The end of the removal, or of the cancellation, that a request asks for. A newer one of the same
 * cluster takes its place.
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
