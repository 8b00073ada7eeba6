package io.clusterline.event;

/**
 * A build was stopped on request: its workers stop before their next change.
 *
 * @param generation the one that was being built
 * @param rollback whether what it made is taken away
 * @param reason why
 * @param requestedBy who asked
 */
public record BuildCancelled(long generation, boolean rollback, String reason, String requestedBy)
    implements ClusterEvent {}
