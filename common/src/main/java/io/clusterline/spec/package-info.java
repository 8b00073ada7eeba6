/**
 * The specification of a cluster: what a user writes, and what every event carries.
 *
 * <p>{@link io.clusterline.spec.Cluster} is the root. {@link
 * io.clusterline.spec.SpecificationReader} is the only reader of text and events: an accepted
 * specification has passed every check, a refused one gets all findings at once, and a stored one
 * is bound without validation.
 */
@NullMarked
package io.clusterline.spec;

import org.jspecify.annotations.NullMarked;
