/**
 * The specification of a cluster: what a user writes, and what every event carries.
 *
 * <p>{@link io.clusterline.spec.Cluster} is the root. {@link
 * io.clusterline.spec.SpecificationReader} is the only way in for text and events: what it reads
 * has passed every check, what it refuses comes back with all findings at once, and what was stored
 * is bound without being judged again.
 */
@NullMarked
package io.clusterline.spec;

import org.jspecify.annotations.NullMarked;
