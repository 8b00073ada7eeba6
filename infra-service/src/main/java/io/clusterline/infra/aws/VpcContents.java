package io.clusterline.infra.aws;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** Lists what blocks the deletion of a VPC; what AWS deletes with it is not listed. */
final class VpcContents {

  private VpcContents() {}

  static List<String> of(Aws aws, String vpcId) {
    Filter inVpc = DeletionBlockers.filter("vpc-id", vpcId);
    return Stream.of(
            DeletionBlockers.interfaces(aws, "vpc-id", vpcId),
            subnets(aws, inVpc),
            groups(aws, vpcId),
            routeTables(aws, inVpc),
            gateways(aws, vpcId),
            endpoints(aws, inVpc))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> subnets(Aws aws, Filter inVpc) {
    return aws.ec2(c -> c.describeSubnets(r -> r.filters(inVpc))).subnets().stream()
        .map(subnet -> "subnet " + subnet.subnetId() + " " + subnet.cidrBlock())
        .toList();
  }

  private static List<String> groups(Aws aws, String vpcId) {
    return DeletionBlockers.inVpc(aws, vpcId).stream()
        .filter(group -> !group.groupName().equals("default"))
        .map(group -> "security group " + group.groupId() + " '" + group.groupName() + "'")
        .toList();
  }

  private static List<String> routeTables(Aws aws, Filter inVpc) {
    return aws.ec2(c -> c.describeRouteTables(r -> r.filters(inVpc))).routeTables().stream()
        .filter(table -> !isMain(table))
        .map(table -> "route table " + table.routeTableId())
        .toList();
  }

  private static boolean isMain(RouteTable table) {
    return table.associations().stream().anyMatch(a -> Boolean.TRUE.equals(a.main()));
  }

  private static List<String> gateways(Aws aws, String vpcId) {
    Filter attached = DeletionBlockers.filter("attachment.vpc-id", vpcId);
    return aws
        .ec2(c -> c.describeInternetGateways(r -> r.filters(attached)))
        .internetGateways()
        .stream()
        .map(gateway -> "internet gateway " + gateway.internetGatewayId())
        .toList();
  }

  private static List<String> endpoints(Aws aws, Filter inVpc) {
    return aws.ec2(c -> c.describeVpcEndpoints(r -> r.filters(inVpc))).vpcEndpoints().stream()
        .filter(endpoint ->
            !endpoint.stateAsString().toLowerCase(java.util.Locale.ROOT).equals("deleted"))
        .map(endpoint -> "endpoint " + endpoint.vpcEndpointId() + " to " + endpoint.serviceName())
        .toList();
  }
}
