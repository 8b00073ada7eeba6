package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import org.jspecify.annotations.Nullable;

/**
 * Which cluster a deletion or a cancellation means, and in which state it was seen: the request is
 * refused when the cluster has got a newer generation since.
 *
 * @param generation null when the generation is not known
 */
record RequestTarget(String uid, ClusterLocation location, @Nullable Long generation) {

  /**
   * @param uid what the user says; null: what is known
   */
  static RequestTarget of(KnownCluster cluster, @Nullable String uid) {
    String meant = uid != null ? uid : cluster.uid().orElse(null);
    ClusterLocation place = cluster.location();
    if (meant == null || place == null) {
      throw new CliException(
          ExitCode.USAGE,
          "neither the state store nor the journal tells "
              + (meant == null ? "the uid" : "the region")
              + " of '"
              + cluster.name()
              + "'",
          "Name its account and region: -f FILE, or --region and --account.");
    }
    return new RequestTarget(meant, place, cluster.generation() > 0 ? cluster.generation() : null);
  }
}
