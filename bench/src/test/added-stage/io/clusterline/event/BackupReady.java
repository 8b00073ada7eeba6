package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** Ends the added stage. */
public record BackupReady(Cluster cluster) implements ClusterEvent {}
