package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** The rules of entry that a group has now. */
final class Ingress {

  private Ingress() {}

  /** By their texts, with their ids. */
  static Map<String, String> of(Aws aws, String groupId) {
    return rules(aws, groupId).stream()
        .collect(
            Collectors.toMap(Ingress::text, SecurityGroupRule::securityGroupRuleId, (a, b) -> a));
  }

  private static String text(SecurityGroupRule rule) {
    var peer = rule.referencedGroupInfo();
    String source =
        peer == null || peer.groupId() == null ? String.valueOf(rule.cidrIpv4()) : peer.groupId();
    return Rule.text(rule.ipProtocol(), rule.fromPort(), rule.toPort(), source);
  }

  private static List<SecurityGroupRule> rules(Aws aws, String groupId) {
    Filter ofGroup = Filter.builder().name("group-id").values(groupId).build();
    return aws
        .ec2(c ->
            c
                .describeSecurityGroupRulesPaginator(r -> r.filters(ofGroup))
                .securityGroupRules()
                .stream()
                .toList())
        .stream()
        .filter(rule -> !Boolean.TRUE.equals(rule.isEgress()))
        .toList();
  }

  static void revoke(Aws aws, String groupId, Collection<String> ruleIds) {
    if (!ruleIds.isEmpty()) {
      aws.ec2(
          c -> c.revokeSecurityGroupIngress(r -> r.groupId(groupId).securityGroupRuleIds(ruleIds)));
    }
  }

  /** Also those of others: a rule that names another group would keep that from being deleted. */
  static void revokeAll(Aws aws, String groupId) {
    Deletions.ignoreNotFound(() -> revoke(aws, groupId, idsOf(rules(aws, groupId))));
  }

  private static List<String> idsOf(List<SecurityGroupRule> rules) {
    return rules.stream().map(SecurityGroupRule::securityGroupRuleId).toList();
  }
}
