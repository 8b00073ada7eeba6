package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** Network, access and all machines exist and run. */
public record InfraReady(Cluster cluster, Infrastructure infrastructure) implements StageTrigger {}
