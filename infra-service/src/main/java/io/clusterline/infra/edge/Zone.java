package io.clusterline.infra.edge;

/**
 * A hosted zone that was there before the cluster, and stays.
 *
 * @param id without the prefix {@code /hostedzone/}
 * @param name without the last dot
 */
public record Zone(String id, String name) {}
