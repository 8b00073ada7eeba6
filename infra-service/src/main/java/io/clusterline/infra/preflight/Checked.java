package io.clusterline.infra.preflight;

/**
 * The end of a check that found nothing wrong.
 *
 * @param done false when policy forbade it
 */
public record Checked(boolean done) {}
