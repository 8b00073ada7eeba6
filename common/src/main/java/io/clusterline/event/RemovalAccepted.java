package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * A removal was accepted: the first event of the reverse chain.
 *
 * @param cluster the newest specification
 * @param order the removal request
 */
public record RemovalAccepted(Cluster cluster, RemovalRequest order) implements RemovalTrigger {}
