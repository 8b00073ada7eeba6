package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A part of the VPC.
 *
 * @param name unique in the cluster
 * @param cidr within the VPC's range
 * @param zone an availability zone of the region, such as ap-northeast-2a
 * @param isPublic whether it has a route to the internet
 */
public record SubnetSpec(
    @Constraint(form = TextFormat.DNS_LABEL) String name,
    @Constraint(form = TextFormat.CIDR) Cidr cidr,
    @Constraint(form = TextFormat.ZONE) String zone,
    @JsonProperty("public") boolean isPublic) {}
