package io.clusterline.event;

/**
 * Progress of a running step.
 *
 * @param stage the stage it belongs to
 * @param step its address
 * @param percent of the whole stage, by steps done
 * @param message what the step is doing or waiting for
 */
public record StepProgressed(StageName stage, String step, int percent, String message)
    implements ClusterEvent {}
