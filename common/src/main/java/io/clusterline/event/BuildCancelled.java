package io.clusterline.event;

/**
 * A build was stopped on request: its workers stop before their next change.
 *
 * @param generation of the stopped build
 * @param rollback whether its resources are removed
 * @param reason why
 * @param requestedBy the user who asked
 */
public record BuildCancelled(long generation, boolean rollback, String reason, String requestedBy)
    implements ClusterEvent {}
