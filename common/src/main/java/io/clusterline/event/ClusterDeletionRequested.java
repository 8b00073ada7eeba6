package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * Request to delete the cluster. Refused when uid and name are not of the same cluster, and under
 * {@code deletionProtection}.
 *
 * @param uid of the cluster: its name may have been used again
 * @param location the account and region of the cluster
 * @param ifGeneration accept only if the cluster's present generation is this one
 * @param reason why, for the audit
 * @param requestedBy the user who asks
 */
public record ClusterDeletionRequested(
    String uid,
    ClusterLocation location,
    @Nullable Long ifGeneration,
    String reason,
    String requestedBy)
    implements ClusterEvent {}
