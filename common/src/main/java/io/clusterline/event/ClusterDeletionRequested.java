package io.clusterline.event;

/**
 * Somebody wants the cluster gone. Refused when uid and name are not of the same cluster, and under
 * {@code deletionProtection}.
 *
 * @param uid of the cluster that is meant: a name may have been given again
 * @param place where the cluster stands
 * @param reason why, for the audit
 * @param requestedBy who asks
 */
public record ClusterDeletionRequested(
    String uid, ClusterLocation place, String reason, String requestedBy) implements ClusterEvent {}
