/** Calico's manifest: its source, and our changes to it. */
@NullMarked
package io.clusterline.network.calico;

import org.jspecify.annotations.NullMarked;
