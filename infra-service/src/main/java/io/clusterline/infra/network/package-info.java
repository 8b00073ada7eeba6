/** VPC, subnets, routes and security groups. */
@NullMarked
package io.clusterline.infra.network;

import org.jspecify.annotations.NullMarked;
