/** Kubeconfigs of clusters, checked before they reach a user's machine. */
@NullMarked
package io.clusterline.kubeconfig;

import org.jspecify.annotations.NullMarked;
