package io.clusterline.state;

import io.clusterline.event.StageName;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All that is stored of one cluster. Every change is a compare-and-set. */
public final class ClusterState {

  private final DocumentStore store;
  private final String cluster;
  private final Documents<ClusterRecord> clusters;
  private final Documents<StageRecord> stages;

  public ClusterState(DocumentStore store, String cluster) {
    this.store = store;
    this.cluster = cluster;
    this.clusters = new Documents<>(store, ClusterRecord.class);
    this.stages = new Documents<>(store, StageRecord.class);
  }

  public Optional<ClusterRecord> read() {
    return clusters.read(Keys.cluster(cluster));
  }

  public ClusterRecord change(ClusterRecord initial, UnaryOperator<ClusterRecord> change) {
    return clusters.change(Keys.cluster(cluster), initial, change);
  }

  public Optional<StageRecord> stage(StageName stage) {
    return stages.read(Keys.stage(cluster, stage));
  }

  public StageRecord changeStage(StageRecord initial, UnaryOperator<StageRecord> change) {
    return stages.change(Keys.stage(cluster, initial.stage()), initial, change);
  }

  /** As {@link #changeStage}, where there is a record; one that was forgotten stays so. */
  public Optional<StageRecord> updateStage(StageName stage, UnaryOperator<StageRecord> change) {
    return stages.update(Keys.stage(cluster, stage), change);
  }

  /**
   * Forgets how its stages went and who worked on them, once nothing is left of the cluster. What
   * is known of the cluster as a whole stays.
   */
  public void forgetStages() {
    String kept = Keys.cluster(cluster);
    store.list(Keys.all(cluster)).stream()
        .map(DocumentStore.Document::key)
        .filter(key -> !key.equals(kept))
        .forEach(store::delete);
  }

  public StoredLedger ledger(StageName stage) {
    return new StoredLedger(store, cluster, stage);
  }

  DocumentStore store() {
    return store;
  }

  String cluster() {
    return cluster;
  }
}
