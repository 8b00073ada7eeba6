/** Pods that prove the pod network by using it. */
@NullMarked
package io.clusterline.network.probe;

import org.jspecify.annotations.NullMarked;
