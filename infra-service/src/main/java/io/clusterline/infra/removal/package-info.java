/** Deletion of a whole cluster's resources, and the check that nothing is left. */
@NullMarked
package io.clusterline.infra.removal;

import org.jspecify.annotations.NullMarked;
