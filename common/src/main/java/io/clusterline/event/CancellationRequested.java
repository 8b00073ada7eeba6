package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * Request to stop the present build.
 *
 * @param uid of the cluster
 * @param location the account and region of the cluster
 * @param ifGeneration accept only if the cluster's present generation is this one
 * @param rollback true: the build's resources are deleted; false: everything stays as it is
 * @param reason why, for the audit
 * @param requestedBy the user who asks
 */
public record CancellationRequested(
    String uid,
    ClusterLocation location,
    @Nullable Long ifGeneration,
    boolean rollback,
    String reason,
    String requestedBy)
    implements ClusterEvent {}
