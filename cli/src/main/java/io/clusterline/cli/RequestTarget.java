package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a deletion or a cancellation, and the generation that was read: the request is
 * refused when the cluster has a newer one.
 *
 * @param generation null when the generation is not known
 */
record RequestTarget(String uid, ClusterLocation location, @Nullable Long generation) {

  /**
   * @param uid given by the user; null: the known one
   */
  static RequestTarget of(KnownCluster cluster, @Nullable String uid) {
    String meant = uid != null ? uid : cluster.uid().orElse(null);
    ClusterLocation location = cluster.location();
    if (meant == null || location == null) {
      throw new CliException(
          ExitCode.USAGE,
          "neither the state store nor the journal tells "
              + (meant == null ? "the uid" : "the region")
              + " of '"
              + cluster.name()
              + "'",
          "Name its account and region: -f FILE, or --region and --account.");
    }
    return new RequestTarget(
        meant, location, cluster.generation() > 0 ? cluster.generation() : null);
  }
}
