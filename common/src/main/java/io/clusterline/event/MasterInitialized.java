package io.clusterline.event;

import io.clusterline.spec.Cluster;

/**
 * The API server answers; nodes may still be joining.
 *
 * @param cluster the specification of the generation that is being built
 * @param infrastructure what infra-service has built
 * @param controlPlane how to reach the API server
 */
public record MasterInitialized(
    Cluster cluster, Infrastructure infrastructure, ControlPlane controlPlane)
    implements StageTrigger {}
