package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * The network plugin's objects are in the API server; nodes turn Ready as they join.
 *
 * @param cluster the specification of the generation that is being built
 * @param plugin which one: {@code calico}
 * @param version of the plugin
 */
public record CniApplied(Cluster cluster, String plugin, String version) implements ClusterEvent {}
