package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** An event that starts a stage. It carries the specification and the results so far. */
public sealed interface StageTrigger extends ClusterEvent
    permits ClusterAccepted,
        InfraReady,
        MasterInitialized,
        NodesJoined,
        CniReady,
        AddonsReady,
        IngressReady,
        RemovalTrigger {

  /** The specification of the generation that is being built, or removed. */
  Cluster cluster();
}
