package io.clusterline.event;

import io.clusterline.spec.Cluster;

/** The network plugin's objects are in the API server; nodes turn Ready as they join. */
public record CniApplied(Cluster cluster, String plugin, String version) implements ClusterEvent {}
