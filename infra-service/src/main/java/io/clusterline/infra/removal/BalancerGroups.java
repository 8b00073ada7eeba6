package io.clusterline.infra.removal;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.DeletionBlockers;
import io.clusterline.infra.aws.Deletions;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceStatus;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/**
 * Security groups that the load balancer controller created, and network interfaces that it or a
 * balancer left behind: with the cluster's tag, in its VPC, and not in our ledger.
 */
final class BalancerGroups {

  private final Aws aws;
  private final Filter inVpc;

  BalancerGroups(Aws aws, String vpcId) {
    this.aws = aws;
    this.inVpc = Filter.builder().name("vpc-id").values(vpcId).build();
  }

  void remove() {
    List<SecurityGroup> groups = groups();
    interfaces().forEach(this::remove);
    groups.forEach(group -> revokeRulesNaming(group.groupId()));
    groups.forEach(this::remove);
  }

  List<String> remaining() {
    return groups().stream()
        .map(one -> "security group " + one.groupId() + " '" + one.groupName() + "'")
        .toList();
  }

  private void remove(SecurityGroup group) {
    String id = group.groupId();
    Deletions.retryWhileBlocked(
        aws,
        "security group " + id + " '" + group.groupName() + "'",
        () -> DeletionBlockers.of(aws, id),
        () -> aws.ec2(c -> c.deleteSecurityGroup(r -> r.groupId(id))));
  }

  private void remove(NetworkInterface one) {
    String id = one.networkInterfaceId();
    Deletions.retryWhileBlocked(
        aws,
        DeletionBlockers.describe(one),
        List::of,
        () -> aws.ec2(c -> c.deleteNetworkInterface(r -> r.networkInterfaceId(id))));
  }

  /**
   * In our own groups and in those that are deleted too; rules in foreign groups are not changed.
   */
  private void revokeRulesNaming(String groupId) {
    List<String> changeable =
        all().stream()
            .filter(group -> ClusterTags.isOfUid(aws, group.tags()) || isMadeByController(group))
            .map(SecurityGroup::groupId)
            .toList();
    for (String changed : changeable) {
      List<SecurityGroupRule> naming =
          rulesOf(changed).stream().filter(rule -> names(rule, groupId)).toList();
      revoke(changed, naming, Boolean.TRUE::equals);
      revoke(changed, naming, isEgress -> !Boolean.TRUE.equals(isEgress));
    }
  }

  private void revoke(String groupId, List<SecurityGroupRule> rules, Predicate<Boolean> which) {
    List<SecurityGroupRule> some =
        rules.stream().filter(rule -> which.test(rule.isEgress())).toList();
    if (some.isEmpty()) {
      return;
    }
    List<String> ids = some.stream().map(SecurityGroupRule::securityGroupRuleId).toList();
    boolean egress = Boolean.TRUE.equals(some.getFirst().isEgress());
    Deletions.ignoreNotFound(() -> {
      if (egress) {
        aws.ec2(
            c -> c.revokeSecurityGroupEgress(r -> r.groupId(groupId).securityGroupRuleIds(ids)));
      } else {
        aws.ec2(
            c -> c.revokeSecurityGroupIngress(r -> r.groupId(groupId).securityGroupRuleIds(ids)));
      }
    });
  }

  private List<SecurityGroupRule> rulesOf(String groupId) {
    Filter ofGroup = Filter.builder().name("group-id").values(groupId).build();
    return aws.ec2(c ->
        c.describeSecurityGroupRulesPaginator(r -> r.filters(ofGroup)).securityGroupRules().stream()
            .toList());
  }

  private static boolean names(SecurityGroupRule rule, String groupId) {
    var peer = rule.referencedGroupInfo();
    return peer != null && groupId.equals(peer.groupId());
  }

  private List<SecurityGroup> groups() {
    return all().stream().filter(this::isMadeByController).toList();
  }

  private boolean isMadeByController(SecurityGroup group) {
    return ClusterTags.of(aws).areTagged(group.tags())
        && !ClusterTags.isFromOurLedger(aws, group.tags());
  }

  private List<SecurityGroup> all() {
    return aws.ec2(c ->
        c.describeSecurityGroupsPaginator(r -> r.filters(inVpc)).securityGroups().stream()
            .toList());
  }

  private List<NetworkInterface> interfaces() {
    return aws
        .ec2(c ->
            c.describeNetworkInterfacesPaginator(r -> r.filters(inVpc)).networkInterfaces().stream()
                .toList())
        .stream()
        .filter(one -> one.status() == NetworkInterfaceStatus.AVAILABLE)
        .filter(one -> ClusterTags.of(aws).areTagged(one.tagSet()))
        .toList();
  }
}
