package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.spec.SubnetSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** A part of the VPC in one zone, tagged for the load balancers that may stand in it. */
public record Subnet(Step<Aws, String> vpc, SubnetSpec spec)
    implements TaggedStep<software.amazon.awssdk.services.ec2.model.Subnet> {

  private static final TaggedType<software.amazon.awssdk.services.ec2.model.Subnet> TYPE =
      new TaggedType<>(
          Inventory::subnets,
          subnet -> subnet.subnetId(),
          subnet -> subnet.tags(),
          (aws, id) -> aws.ec2(c -> c.deleteSubnet(r -> r.subnetId(id))));

  public static final Kind<Aws, String> KIND = TYPE.kind("subnet");

  /** The subnet of that name, by its tags. */
  static Optional<String> idOf(Aws aws, String key) {
    return TYPE.taggedWith(aws, new Address(KIND.name(), key)).stream()
        .map(subnet -> subnet.subnetId())
        .findFirst();
  }

  @Override
  public TaggedType<software.amazon.awssdk.services.ec2.model.Subnet> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return spec.name();
  }

  @Override
  public String create(Aws aws) {
    Map<String, String> tags =
        Tags.kubernetes(aws, address(), aws.cluster().name() + "-" + spec.name());
    tags.put(spec.isPublic() ? "kubernetes.io/role/elb" : "kubernetes.io/role/internal-elb", "1");
    return aws.ec2(c ->
            c.createSubnet(r ->
                r.vpcId(aws.output(vpc))
                    .cidrBlock(spec.cidr().toString())
                    .availabilityZone(spec.zone())
                    .tagSpecifications(Tags.on(ResourceType.SUBNET, tags))))
        .subnet()
        .subnetId();
  }

  @Override
  public void configure(Aws aws, String id) {
    if (spec.isPublic()) {
      aws.ec2(c ->
          c.modifySubnetAttribute(
              r -> r.subnetId(id).mapPublicIpOnLaunch(value -> value.value(true))));
    }
  }

  @Override
  public List<Change> differences(
      Aws aws, software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    boolean gives = Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch());
    return spec.isPublic() && !gives
        ? List.of(new Change("mapPublicIpOnLaunch", "false", "true"))
        : List.of();
  }
}
