package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** An event that a stage starts from. It carries the specification and everything built so far. */
public sealed interface StageTrigger extends ClusterEvent
    permits ClusterAccepted, InfraReady, MasterInitialized, NodesJoined, CniReady, RemovalTrigger {

  /** The specification of the generation that is being built, or removed. */
  Cluster cluster();
}
