package io.clusterline.event;

/**
 * A step's dependencies are done and it runs.
 *
 * @param stage the stage it belongs to
 * @param step its address
 * @param attempt of the stage, from 1
 */
public record StepStarted(StageName stage, String step, int attempt) implements ClusterEvent {}
