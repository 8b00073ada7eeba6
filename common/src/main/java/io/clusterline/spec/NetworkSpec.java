package io.clusterline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's address ranges.
 *
 * @param existingVpcId an existing VPC to build in
 * @param vpcCidr addresses of the machines
 * @param podCidr addresses of the pods
 * @param serviceCidr addresses of the services
 * @param subnets parts of the VPC, one availability zone each
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkSpec(
    @Constraint(form = TextFormat.VPC_ID) @Nullable String existingVpcId,
    @Constraint(form = TextFormat.CIDR) Cidr vpcCidr,
    @Constraint(form = TextFormat.CIDR, defaultsTo = "\"192.168.0.0/16\"") Cidr podCidr,
    @Constraint(form = TextFormat.CIDR, defaultsTo = "\"10.96.0.0/12\"") Cidr serviceCidr,
    @Constraint(minItems = 1, maxItems = 200) List<SubnetSpec> subnets) {

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
