/** Calico's manifest: where it comes from, and what is changed in it. */
@NullMarked
package io.clusterline.network.calico;

import org.jspecify.annotations.NullMarked;
