package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of whatever is newest of a cluster.
 *
 * @param filter of the events of its name
 * @param seen the build or removal that was shown already
 */
record WatchGoal(ClusterFilter filter, @Nullable String seen) implements Goal {

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    return filter.concerns(event) ? view.with(event) : view;
  }

  @Override
  public boolean isReached(ClusterView view) {
    return view.current().isEnded() && !Objects.equals(id(view), seen);
  }

  /** The newest build or removal. */
  static @Nullable String id(ClusterView view) {
    return view.isRemoval() ? view.removal().correlationId() : view.build().buildId();
  }
}
