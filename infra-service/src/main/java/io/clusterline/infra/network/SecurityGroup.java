package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Address;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/**
 * A security group without rules of entry: groups name one another, so all exist before the first
 * rule.
 */
public record SecurityGroup(Step<Aws, String> vpc, GroupName name)
    implements TaggedStep<software.amazon.awssdk.services.ec2.model.SecurityGroup> {

  /**
   * The load balancer controller opens ports in the group with the cluster's tag, and fails when
   * there are two of them: only this one has it.
   */
  private static final GroupName OPENED_BY_CONTROLLER = GroupName.WORKER;

  private static final TaggedType<software.amazon.awssdk.services.ec2.model.SecurityGroup> TYPE =
      new TaggedType<>(
          Inventory::securityGroups,
          group -> group.groupId(),
          group -> group.tags(),
          (aws, id) -> aws.ec2(c -> c.deleteSecurityGroup(r -> r.groupId(id))));

  public static final Kind<Aws, String> KIND = TYPE.kind("security-group");

  @Override
  public TaggedType<software.amazon.awssdk.services.ec2.model.SecurityGroup> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return name.toString();
  }

  /** The group of that key, by its tags. */
  static Optional<String> idOf(Aws aws, String key) {
    return TYPE.taggedWith(aws, new Address(KIND.name(), key)).stream()
        .map(group -> group.groupId())
        .findFirst();
  }

  @Override
  public String create(Aws aws) {
    String fullName = "clusterline-" + aws.cluster().name() + "-" + name;
    Map<String, String> tags =
        name == OPENED_BY_CONTROLLER
            ? Tags.kubernetes(aws, address(), fullName)
            : Tags.common(aws, address(), fullName);
    return aws.ec2(c ->
            c.createSecurityGroup(r ->
                r.vpcId(aws.output(vpc))
                    .groupName(fullName)
                    .description("Cluster " + aws.cluster().name() + ", " + name)
                    .tagSpecifications(Tags.on(ResourceType.SECURITY_GROUP, tags))))
        .groupId();
  }
}
