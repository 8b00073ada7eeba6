/** Kubeconfigs of clusters: what one may hold before it reaches a person's machine. */
@NullMarked
package io.clusterline.kubeconfig;

import org.jspecify.annotations.NullMarked;
