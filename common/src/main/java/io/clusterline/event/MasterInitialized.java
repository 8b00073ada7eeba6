package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** The API server answers; nodes may still be joining. */
public record MasterInitialized(
    Cluster cluster, Infrastructure infrastructure, ControlPlane controlPlane)
    implements StageTrigger {}
