/** What a cluster made outside of its machines is given back before these go. */
@NullMarked
package io.clusterline.gitops.reclaim;

import org.jspecify.annotations.NullMarked;
