package io.clusterline.state;

/**
 * One attempt at a stage: what fences its endings.
 *
 * @param generation whose attempt it is
 * @param number from 1; the stage record counts
 */
public record AttemptId(long generation, int number) {}
