/** The steps of the bootstrap stage, one file each. */
@NullMarked
package io.clusterline.bootstrap.step;

import org.jspecify.annotations.NullMarked;
