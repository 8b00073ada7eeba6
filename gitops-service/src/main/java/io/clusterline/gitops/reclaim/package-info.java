/** Reclaims what a cluster created outside of its machines before these are deleted. */
@NullMarked
package io.clusterline.gitops.reclaim;

import org.jspecify.annotations.NullMarked;
