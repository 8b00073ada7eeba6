package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the cluster gone. Refused when uid and name are not of the same cluster, and under
 * {@code deletionProtection}.
 *
 * @param uid of the cluster that is meant: a name may have been given again
 * @param location the account and region of the cluster
 * @param ifGeneration accept only if the cluster's present generation is this one
 * @param reason why, for the audit
 * @param requestedBy who asks
 */
public record ClusterDeletionRequested(
    String uid,
    ClusterLocation location,
    @Nullable Long ifGeneration,
    String reason,
    String requestedBy)
    implements ClusterEvent {}
