package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * The request is valid and has become a generation of the cluster.
 *
 * @param cluster the specification with its defaults filled in
 * @param unchanged true when the specification is that of the generation before
 */
public record ClusterAccepted(Cluster cluster, boolean unchanged) implements StageTrigger {}
