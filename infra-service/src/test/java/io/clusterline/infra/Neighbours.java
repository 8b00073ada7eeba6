package io.clusterline.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** Foreign resources in the account, and what controllers inside a cluster create there. */
final class Neighbours {

  private final Ec2Client ec2;
  private final ElasticLoadBalancingV2Client elb;
  private final String region;

  Neighbours(String region) {
    this.region = region;
    ec2 = AccountInventory.at(Ec2Client.builder(), region);
    elb = AccountInventory.at(ElasticLoadBalancingV2Client.builder(), region);
  }

  /** A foreign VPC with two subnets; nothing in it is tagged. */
  ClusterLocation foreignVpc() {
    String vpc = ec2.createVpc(r -> r.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.internetGatewayId(gateway).vpcId(vpc));
    return new ClusterLocation(
        vpc, List.of(subnet(vpc, "10.9.1.0/24", "a"), subnet(vpc, "10.9.2.0/24", "b")));
  }

  private String subnet(String vpc, String cidr, String zone) {
    return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr).availabilityZone(region + zone))
        .subnet()
        .subnetId();
  }

  record ClusterLocation(String vpc, List<String> subnets) {}

  /** As the load balancer controller does: a balancer, its targets, its group, and a door. */
  String balancer(String cluster, ClusterLocation location, String name, String nodeGroup) {
    String group = group(location.vpc(), "k8s-" + name, Map.of("elbv2.k8s.aws/cluster", cluster));
    if (!nodeGroup.isEmpty()) {
      ec2.authorizeSecurityGroupIngress(r ->
          r.groupId(nodeGroup)
              .ipPermissions(p ->
                  p.ipProtocol("tcp")
                      .fromPort(30080)
                      .toPort(30080)
                      .userIdGroupPairs(pair -> pair.groupId(group))));
    }
    var tag =
        software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
            .key("elbv2.k8s.aws/cluster")
            .value(cluster)
            .build();
    elb.createLoadBalancer(
        r -> r.name(name).subnets(location.subnets()).securityGroups(group).tags(tag));
    elb.createTargetGroup(r ->
        r.name(name)
            .protocol("HTTP")
            .port(30080)
            .vpcId(location.vpc())
            .targetType(TargetTypeEnum.INSTANCE)
            .tags(tag));
    return group;
  }

  String group(String vpc, String name, Map<String, String> tags) {
    return ec2.createSecurityGroup(r ->
            r.vpcId(vpc)
                .groupName(name)
                .description("of a test")
                .tagSpecifications(on(ResourceType.SECURITY_GROUP, tags)))
        .groupId();
  }

  String volume(Map<String, String> tags) {
    return ec2.createVolume(r ->
            r.availabilityZone(region + "a")
                .size(8)
                .tagSpecifications(on(ResourceType.VOLUME, tags)))
        .volumeId();
  }

  String networkInterface(String subnet, String description) {
    return ec2.createNetworkInterface(r -> r.subnetId(subnet).description(description))
        .networkInterface()
        .networkInterfaceId();
  }

  void delete(String networkInterface) {
    ec2.deleteNetworkInterface(r -> r.networkInterfaceId(networkInterface));
  }

  void protect(String instance, boolean protect) {
    ec2.modifyInstanceAttribute(
        r -> r.instanceId(instance).disableApiTermination(v -> v.value(protect)));
  }

  private static List<TagSpecification> on(ResourceType type, Map<String, String> tags) {
    List<Tag> all =
        tags.entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return all.isEmpty()
        ? List.of()
        : List.of(TagSpecification.builder().resourceType(type).tags(all).build());
  }
}
