/** The names of the cluster's hosts in DNS: alias records that lead to its load balancer. */
@NullMarked
package io.clusterline.infra.dns;

import org.jspecify.annotations.NullMarked;
