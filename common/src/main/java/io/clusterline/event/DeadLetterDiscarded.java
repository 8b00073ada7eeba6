package io.clusterline.event;

/**
 * Audit of a dead letter that was discarded on purpose. The stage stays failed.
 *
 * @param stage of the dead letter
 * @param deadLetterId its id
 * @param code the {@code ErrorCode} with which it was dead-lettered, or the broker's reason
 * @param reason why it was discarded
 * @param requestedBy the user who discarded it
 */
public record DeadLetterDiscarded(
    StageName stage, String deadLetterId, String code, String reason, String requestedBy)
    implements ClusterEvent {}
