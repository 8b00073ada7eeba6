package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.spec.Cidr;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.VpcAttributeName;

/** The cluster's own VPC, with names for its machines. */
public record Vpc(Cidr cidr) implements TaggedStep<software.amazon.awssdk.services.ec2.model.Vpc> {

  private static final TaggedType<software.amazon.awssdk.services.ec2.model.Vpc> TYPE =
      new TaggedType<>(
          Inventory::vpcs,
          vpc -> vpc.vpcId(),
          vpc -> vpc.tags(),
          (aws, id) -> aws.ec2(c -> c.deleteVpc(r -> r.vpcId(id))));

  public static final Kind<Aws, String> KIND = TYPE.kind("vpc");

  @Override
  public TaggedType<software.amazon.awssdk.services.ec2.model.Vpc> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "main";
  }

  @Override
  public String create(Aws aws) {
    var tags = Tags.kubernetes(aws, address(), aws.cluster().name());
    return aws.ec2(c ->
            c.createVpc(r ->
                r.cidrBlock(cidr.toString()).tagSpecifications(Tags.on(ResourceType.VPC, tags))))
        .vpc()
        .vpcId();
  }

  @Override
  public void configure(Aws aws, String id) {
    aws.ec2(
        c -> c.modifyVpcAttribute(r -> r.vpcId(id).enableDnsSupport(value -> value.value(true))));
    aws.ec2(
        c -> c.modifyVpcAttribute(r -> r.vpcId(id).enableDnsHostnames(value -> value.value(true))));
  }

  @Override
  public List<Change> differences(Aws aws, software.amazon.awssdk.services.ec2.model.Vpc vpc) {
    List<Change> changes = new ArrayList<>();
    if (!hasAttribute(aws, vpc.vpcId(), VpcAttributeName.ENABLE_DNS_SUPPORT)) {
      changes.add(new Change("enableDnsSupport", "false", "true"));
    }
    if (!hasAttribute(aws, vpc.vpcId(), VpcAttributeName.ENABLE_DNS_HOSTNAMES)) {
      changes.add(new Change("enableDnsHostnames", "false", "true"));
    }
    return changes;
  }

  private static boolean hasAttribute(Aws aws, String id, VpcAttributeName attribute) {
    var answer = aws.ec2(c -> c.describeVpcAttribute(r -> r.vpcId(id).attribute(attribute)));
    var value =
        attribute == VpcAttributeName.ENABLE_DNS_SUPPORT
            ? answer.enableDnsSupport()
            : answer.enableDnsHostnames();
    return value != null && Boolean.TRUE.equals(value.value());
  }
}
