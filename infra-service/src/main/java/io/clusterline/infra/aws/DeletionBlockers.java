package io.clusterline.infra.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Describes what blocks the deletion of an EC2 resource: ids and names. */
public final class DeletionBlockers {

  private DeletionBlockers() {}

  /** By the resource's id; empty when none are found, or for types that are never blocked. */
  public static List<String> of(Aws aws, String id) {
    return switch (id.substring(0, Math.max(0, id.indexOf('-')))) {
      case "subnet" -> interfaces(aws, "subnet-id", id);
      case "sg" -> concat(interfaces(aws, "group-id", id), referring(aws, id));
      case "igw" -> publicAddresses(aws, id);
      case "eipalloc" -> association(aws, id);
      case "vpc" -> VpcContents.of(aws, id);
      default -> List.of();
    };
  }

  static List<String> interfaces(Aws aws, String filter, String id) {
    return describe(aws, filter, id).stream().map(DeletionBlockers::describe).toList();
  }

  static List<NetworkInterface> describe(Aws aws, String filter, String id) {
    return aws.ec2(c ->
        c
            .describeNetworkInterfacesPaginator(r -> r.filters(filter(filter, id)))
            .networkInterfaces()
            .stream()
            .toList());
  }

  static Filter filter(String filter, String value) {
    return Filter.builder().name(filter).values(value).build();
  }

  /** The description of a balancer, an endpoint or a function names its kind. */
  public static String describe(NetworkInterface one) {
    String description = one.description() == null ? "" : one.description();
    return "network interface %s '%s' (%s%s)"
        .formatted(one.networkInterfaceId(), description, one.statusAsString(), userOf(one));
  }

  private static String userOf(NetworkInterface one) {
    var attachment = one.attachment();
    if (attachment != null && attachment.instanceId() != null) {
      return " by instance " + attachment.instanceId();
    }
    return one.requesterId() == null ? "" : " by " + one.requesterId();
  }

  /** Groups, whosever they are, with a rule that names this one. */
  private static List<String> referring(Aws aws, String groupId) {
    return aws
        .ec2(c -> c.describeSecurityGroups(r -> r.groupIds(groupId)))
        .securityGroups()
        .stream()
        .flatMap(group -> inVpc(aws, group.vpcId()).stream())
        .filter(other -> !other.groupId().equals(groupId))
        .filter(other -> names(other, groupId))
        .map(
            other -> "a rule of security group " + other.groupId() + " '" + other.groupName() + "'")
        .toList();
  }

  static List<SecurityGroup> inVpc(Aws aws, String vpcId) {
    return aws.ec2(c ->
        c
            .describeSecurityGroupsPaginator(r -> r.filters(filter("vpc-id", vpcId)))
            .securityGroups()
            .stream()
            .toList());
  }

  private static boolean names(SecurityGroup group, String groupId) {
    return Stream.concat(group.ipPermissions().stream(), group.ipPermissionsEgress().stream())
        .map(IpPermission::userIdGroupPairs)
        .flatMap(List::stream)
        .anyMatch(pair -> groupId.equals(pair.groupId()));
  }

  /** A gateway stays as long as anything in its VPC has a public address. */
  private static List<String> publicAddresses(Aws aws, String gatewayId) {
    return aws
        .ec2(c -> c.describeInternetGateways(r -> r.internetGatewayIds(gatewayId)))
        .internetGateways()
        .stream()
        .flatMap(gateway -> gateway.attachments().stream())
        .flatMap(attachment -> describe(aws, "vpc-id", attachment.vpcId()).stream())
        .filter(one -> one.association() != null && one.association().publicIp() != null)
        .map(one -> describe(one) + " with public address " + one.association().publicIp())
        .toList();
  }

  private static List<String> association(Aws aws, String allocation) {
    return aws.ec2(c -> c.describeAddresses(r -> r.allocationIds(allocation))).addresses().stream()
        .filter(address -> address.associationId() != null)
        .map(
            address -> "its use by " + address.networkInterfaceId() + " of " + address.instanceId())
        .toList();
  }

  static List<String> concat(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
