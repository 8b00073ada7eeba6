package io.clusterline.event;

/**
 * Somebody wants the present build stopped.
 *
 * @param uid of the cluster that is meant
 * @param place where the cluster stands
 * @param rollback true: what the build made is taken away; false: everything stays as it is
 * @param reason why, for the audit
 * @param requestedBy who asks
 */
public record CancellationRequested(
    String uid, ClusterLocation place, boolean rollback, String reason, String requestedBy)
    implements ClusterEvent {}
