/**
 * The accept stage: a request becomes a generation of a cluster, or is refused with all that is
 * wrong with it.
 */
@NullMarked
package io.clusterline.infra.accept;

import org.jspecify.annotations.NullMarked;
