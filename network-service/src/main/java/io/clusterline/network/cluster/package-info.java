/** Context of both stages' steps. */
@NullMarked
package io.clusterline.network.cluster;

import org.jspecify.annotations.NullMarked;
