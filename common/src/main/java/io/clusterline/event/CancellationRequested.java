package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the present build stopped.
 *
 * @param uid of the cluster that is meant
 * @param location the account and region of the cluster
 * @param ifGeneration accept only if the cluster's present generation is this one
 * @param rollback true: what the build made is taken away; false: everything stays as it is
 * @param reason why, for the audit
 * @param requestedBy who asks
 */
public record CancellationRequested(
    String uid,
    ClusterLocation location,
    @Nullable Long ifGeneration,
    boolean rollback,
    String reason,
    String requestedBy)
    implements ClusterEvent {}
