package io.clusterline.event;

/** A step's dependencies are done and it runs. */
public record StepStarted(StageName stage, String step, int attempt) implements ClusterEvent {}
