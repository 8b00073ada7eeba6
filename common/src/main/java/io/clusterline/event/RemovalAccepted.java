package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * Something of the cluster is going to be taken away: the first link of the reverse chain.
 *
 * @param cluster the newest specification
 * @param order what is to be taken away
 */
public record RemovalAccepted(Cluster cluster, RemovalRequest order) implements RemovalTrigger {}
