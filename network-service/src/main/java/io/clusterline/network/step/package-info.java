/** The steps of stages cni and network. */
@NullMarked
package io.clusterline.network.step;

import org.jspecify.annotations.NullMarked;
