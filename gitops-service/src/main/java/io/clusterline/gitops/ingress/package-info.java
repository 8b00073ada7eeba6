/** The ingress stage: one load balancer for the cluster's hosts. */
@NullMarked
package io.clusterline.gitops.ingress;

import org.jspecify.annotations.NullMarked;
