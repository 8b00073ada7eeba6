package io.clusterline.event;

/**
 * A dead letter was thrown away on purpose: the audit of that. The stage stays failed.
 *
 * @param stage whose dead letter it was
 * @param deadLetterId under which it rested
 * @param code the {@code ErrorCode} with which it came to rest, or the broker's word for why
 * @param reason why it was thrown away
 * @param requestedBy who threw it away
 */
public record DeadLetterDiscarded(
    StageName stage, String deadLetterId, String code, String reason, String requestedBy)
    implements ClusterEvent {}
