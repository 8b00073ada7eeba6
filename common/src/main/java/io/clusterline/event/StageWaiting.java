package io.clusterline.event;

import java.time.Instant;

/**
 * An attempt at a stage failed transiently; another one follows.
 *
 * @param stage the stage
 * @param attempt the failed one, from 1
 * @param attempts number after which such a failure is final
 * @param code the {@code ErrorCode} of the failure
 * @param message what happened, with the values that mattered
 * @param until when the next attempt begins at the latest
 */
public record StageWaiting(
    StageName stage, int attempt, int attempts, String code, String message, Instant until)
    implements ClusterEvent {}
