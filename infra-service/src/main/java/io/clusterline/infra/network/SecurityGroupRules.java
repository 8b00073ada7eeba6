package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ingress rules of one group. Rules of others, such as the load balancer controller, stay; our
 * rules that are no longer specified are revoked.
 */
public record SecurityGroupRules(SecurityGroup group, List<SecurityGroup> groups, List<Rule> rules)
    implements Step<Aws, SecurityGroupRules.Applied> {

  /**
   * Our rules of the group.
   *
   * @param rules as {@link Rule#text}, sorted
   */
  public record Applied(String groupId, List<String> rules) {
    public Applied {
      rules = List.copyOf(rules);
    }
  }

  public static final Kind<Aws, Applied> KIND =
      Kind.of(
          "security-group-rules",
          Applied.class,
          (aws, applied) -> Ingress.revokeAll(aws, applied.groupId()),
          SecurityGroupRules::findOrphan);

  public SecurityGroupRules {
    groups = List.copyOf(groups);
    rules = List.copyOf(rules);
  }

  @Override
  public Kind<Aws, Applied> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return group.key();
  }

  @Override
  public Found<Applied> find(Aws aws) {
    Applied wanted = expected(aws);
    Map<String, String> present = Ingress.of(aws, aws.output(group));
    List<Change> changes = new ArrayList<>();
    missing(aws, present.keySet()).forEach(rule -> changes.add(new Change("rule", "", rule)));
    obsoleteRules(aws, present.keySet()).forEach(rule -> changes.add(new Change("rule", rule, "")));
    if (changes.isEmpty()) {
      return Found.inSync(wanted);
    }
    boolean none = present.isEmpty() && aws.recorded(KIND).isEmpty();
    return none ? Found.missing() : new Found.Drifted<>(wanted, changes, false);
  }

  @Override
  public Applied apply(Aws aws, Found<Applied> found) {
    Wait.until("the rules of group " + group.name() + " stand").poll(() -> authorise(aws));
    Map<String, String> present = Ingress.of(aws, aws.output(group));
    Ingress.revoke(
        aws,
        aws.output(group),
        obsoleteRules(aws, present.keySet()).stream().map(present::get).toList());
    return expected(aws);
  }

  /** Adds all missing rules in one call; when another writer was faster, it reads again. */
  private Seen<Boolean> authorise(Aws aws) {
    Set<String> missing = missing(aws, Ingress.of(aws, aws.output(group)).keySet());
    if (missing.isEmpty()) {
      return Seen.yes(true);
    }
    var permissions =
        rules.stream()
            .filter(rule -> missing.contains(rule.text(name -> idOf(aws, name))))
            .map(rule -> rule.permission(name -> idOf(aws, name)))
            .toList();
    try {
      aws.ec2(c ->
          c.authorizeSecurityGroupIngress(
              r -> r.groupId(aws.output(group)).ipPermissions(permissions)));
      return Seen.yes(true);
    } catch (AwsCallException e) {
      if (!e.alreadyExists()) {
        throw e;
      }
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private Applied expected(Aws aws) {
    return new Applied(
        aws.output(group),
        rules.stream().map(rule -> rule.text(name -> idOf(aws, name))).sorted().toList());
  }

  private Set<String> missing(Aws aws, Set<String> present) {
    Set<String> missing = new HashSet<>(expected(aws).rules());
    missing.removeAll(present);
    return missing;
  }

  private Set<String> obsoleteRules(Aws aws, Set<String> present) {
    Set<String> obsolete = new HashSet<>(aws.recorded(KIND).map(Applied::rules).orElse(List.of()));
    obsolete.removeAll(expected(aws).rules());
    obsolete.retainAll(present);
    return obsolete;
  }

  private String idOf(Aws aws, GroupName name) {
    return groups.stream()
        .filter(candidate -> candidate.name() == name)
        .findFirst()
        .map(aws::output)
        .orElseThrow(() -> new IllegalStateException("no group " + name));
  }

  /** Rules have no tags of their own; their group has, under the same key. */
  private static Optional<Applied> findOrphan(Aws aws, LedgerEntry intent) {
    return SecurityGroup.idOf(aws, intent.address().key()).map(id -> new Applied(id, List.of()));
  }
}
