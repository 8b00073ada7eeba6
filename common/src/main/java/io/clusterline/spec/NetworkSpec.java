package io.clusterline.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's address ranges.
 *
 * @param existingVpcId a VPC to build in instead of making one
 * @param vpcCidr addresses of the machines
 * @param podCidr addresses of the pods
 * @param serviceCidr addresses of the services
 * @param subnets parts of the VPC, one availability zone each
 */
public record NetworkSpec(
    @Nullable String existingVpcId,
    Cidr vpcCidr,
    Cidr podCidr,
    Cidr serviceCidr,
    List<SubnetSpec> subnets) {

  public NetworkSpec {
    subnets = Immutable.list(subnets);
  }

  /** The subnet of that name. */
  public SubnetSpec subnet(String name) {
    return subnets.stream()
        .filter(subnet -> subnet.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subnet " + name));
  }
}
