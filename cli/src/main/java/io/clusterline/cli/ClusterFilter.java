package io.clusterline.cli;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.projection.ClusterViews;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a name concern the cluster that is meant: a name may be used once in each account
 * and region. It has to see all of them, in the journal's order.
 */
final class ClusterFilter {

  private final ClusterViews views = new ClusterViews();
  private final @Nullable String uid;
  private final Set<String> accepted = new HashSet<>();
  private @Nullable ClusterLocation location;

  /**
   * @param uid of the cluster; null: any
   * @param location of the cluster; empty: that of the first event that has one
   */
  ClusterFilter(@Nullable String uid, Optional<ClusterLocation> location) {
    this.uid = uid;
    this.location = location.orElse(null);
  }

  boolean concerns(Event<?> event) {
    views.add(event);
    String of = event.clusterUid();
    if (uid != null && of != null && !uid.equals(of) || !isHere(event)) {
      return false;
    }
    if (of != null && isAcceptance(event)) {
      accepted.add(of);
    }
    return of == null || accepted.isEmpty() || accepted.contains(of);
  }

  /** An event without a location may be of any cluster; a request tells no uid. */
  private boolean isHere(Event<?> event) {
    Optional<ClusterLocation> place = views.place(event);
    if (location == null && (uid == null || event.clusterUid() != null)) {
      location = place.orElse(null);
    }
    return location == null || place.map(location::mayBe).orElse(true);
  }

  /** It tells uid and place: of a uid that was not accepted here nobody knows the place. */
  private static boolean isAcceptance(Event<?> event) {
    return event.data() instanceof ClusterAccepted || event.data() instanceof RemovalAccepted;
  }
}
