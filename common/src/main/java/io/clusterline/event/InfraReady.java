package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * Network, access and all machines exist and run.
 *
 * @param cluster the specification of the generation that is being built
 * @param infrastructure network, groups, machines
 */
public record InfraReady(Cluster cluster, Infrastructure infrastructure) implements StageTrigger {}
