package io.clusterline.state;

/**
 * Identifies one attempt at a stage, and fences its endings.
 *
 * @param generation of the attempt
 * @param number from 1; the stage record counts
 */
public record AttemptId(long generation, int number) {}
