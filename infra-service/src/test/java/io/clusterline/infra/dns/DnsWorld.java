package io.clusterline.infra.dns;

import io.clusterline.infra.AccountInventory;
import io.clusterline.infra.edge.EdgeWorld;
import io.clusterline.infra.edge.Records;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The state of AWS behind the names, read and changed without our own code. */
final class DnsWorld {

  private static final Ec2Client EC2 = AccountInventory.at(Ec2Client.builder(), DnsBuild.REGION);
  private static final ElasticLoadBalancingV2Client ELB =
      AccountInventory.at(ElasticLoadBalancingV2Client.builder(), DnsBuild.REGION);

  private DnsWorld() {}

  /** A load balancer in the default VPC. */
  static LoadBalancer balancer(String name, String cluster) {
    List<String> subnets = subnets().stream().map(Subnet::subnetId).limit(2).toList();
    Tag tag = Tag.builder().key("elbv2.k8s.aws/cluster").value(cluster).build();
    return ELB.createLoadBalancer(r -> r.name(name).subnets(subnets).tags(tag))
        .loadBalancers()
        .getFirst();
  }

  static String targetGroup(String name) {
    String vpc = subnets().getFirst().vpcId();
    return ELB.createTargetGroup(r ->
            r.name(name)
                .protocol("HTTP")
                .port(30080)
                .vpcId(vpc)
                .targetType(TargetTypeEnum.INSTANCE))
        .targetGroups()
        .getFirst()
        .targetGroupArn();
  }

  private static List<Subnet> subnets() {
    return EC2.describeSubnets(r -> r.filters(f -> f.name("default-for-az").values("true")))
        .subnets();
  }

  /** {@code www.example.org. A target.}: what each record of the zone says. */
  static List<String> lines(String zone) {
    return EdgeWorld.records(zone).stream().map(DnsWorld::line).sorted().toList();
  }

  private static String line(ResourceRecordSet one) {
    String value =
        one.aliasTarget() == null
            ? one.resourceRecords().getFirst().value()
            : Records.undotted(one.aliasTarget().dnsName()) + "."; // as Route 53 writes it
    return one.name() + " " + one.type() + " " + value;
  }

  static ResourceRecordSet alias(String name, String target, String zone) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(RRType.A)
        .aliasTarget(a -> a.hostedZoneId(zone).dnsName(target).evaluateTargetHealth(true))
        .build();
  }

  static ResourceRecordSet plain(String name, RRType type, String value) {
    return ResourceRecordSet.builder()
        .name(name)
        .type(type)
        .ttl(300L)
        .resourceRecords(one -> one.value(value))
        .build();
  }
}
