package io.clusterline.spec;

/**
 * The CDN in front of the images.
 *
 * @param enabled whether a cluster with a domain has one; making it and removing it takes AWS up to
 *     twenty minutes each
 */
public record CdnSpec(@Constraint(defaultsTo = "true") boolean enabled) {}
