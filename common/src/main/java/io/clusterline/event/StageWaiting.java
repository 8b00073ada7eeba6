package io.clusterline.event;

import java.time.Instant;

/**
 * An attempt at a stage failed for a reason that may pass; another one follows.
 *
 * @param stage which one
 * @param attempt the one that failed, from 1
 * @param attempts how many there are before such a failure is final
 * @param code the {@code ErrorCode} of the failure
 * @param message what happened, with the values that mattered
 * @param until when the next attempt begins at the latest
 */
public record StageWaiting(
    StageName stage, int attempt, int attempts, String code, String message, Instant until)
    implements ClusterEvent {}
