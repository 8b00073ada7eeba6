package io.clusterline.state;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Everything stored under a cluster's name. Every change is a compare-and-set. */
public final class ClusterState {

  private final DocumentStore store;
  private final String cluster;
  private final Documents<ClusterRecord> clusters;

  public ClusterState(DocumentStore store, String cluster) {
    this.store = store;
    this.cluster = cluster;
    this.clusters = new Documents<>(store, ClusterRecord.class);
  }

  public Optional<ClusterRecord> read() {
    return clusters.read(Keys.cluster(cluster));
  }

  /**
   * @param initial the value when nothing is stored
   * @return the stored value afterwards
   */
  public ClusterRecord change(ClusterRecord initial, UnaryOperator<ClusterRecord> change) {
    return clusters.change(Keys.cluster(cluster), initial, change);
  }

  /** Stage records, ledgers and leases of the cluster that has that uid. */
  public StageStore stages(String uid) {
    return new StageStore(store, cluster, uid);
  }
}
