package io.clusterline.cli;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of whatever is newest of a cluster.
 *
 * @param uid follow this cluster alone; null: whichever has the name
 * @param seen the build or removal that was shown already
 */
record WatchGoal(@Nullable String uid, @Nullable String seen) implements Goal {

  @Override
  public ClusterView apply(ClusterView view, Event<?> event) {
    boolean another = uid != null && event.clusterUid() != null && !uid.equals(event.clusterUid());
    return another ? view : view.with(event);
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
