/** What the steps of both stages work with. */
@NullMarked
package io.clusterline.network.cluster;

import org.jspecify.annotations.NullMarked;
