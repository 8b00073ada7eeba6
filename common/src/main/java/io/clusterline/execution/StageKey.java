package io.clusterline.execution;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.StageName;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a stage of a cluster everywhere: ticks, running attempts, queues for slots, unfinished
 * stages. Two clusters of one name in two accounts or regions have different keys.
 *
 * @param account null: the account of the credentials
 */
record StageKey(
    @Nullable String account, String region, String cluster, String uid, StageName stage) {

  static StageKey of(ClusterLocation location, String cluster, String uid, StageName stage) {
    return new StageKey(location.accountId(), location.region(), cluster, uid, stage);
  }

  @Override
  public String toString() {
    return region + "/" + cluster + "/" + stage;
  }
}
