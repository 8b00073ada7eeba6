package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.network.Firewall;
import io.clusterline.infra.network.RuleCount;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.stream.Collectors;

/** Whether each security group takes its rules, beside those that others have put there. */
public record RuleQuota(Firewall firewall) implements Step<Aws, Checked> {

  private static final Quota QUOTA = new Quota("vpc", "L-0EA8095F");

  public static final Kind<Aws, Checked> KIND = Kind.withoutResource("rule-quota", Checked.class);

  public static RuleQuota of(ClusterSpec spec) {
    return new RuleQuota(new Firewall(spec));
  }

  @Override
  public Kind<Aws, Checked> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "security-groups";
  }

  @Override
  public Found<Checked> find(Aws aws) {
    var allowed = QUOTA.allows(aws, "the quota of rules of a security group");
    allowed.ifPresent(quota -> check(aws, quota));
    return Found.inSync(new Checked(allowed.isPresent()));
  }

  @Override
  public Checked apply(Aws aws, Found<Checked> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private void check(Aws aws, int quota) {
    String findings =
        RuleCount.of(aws, firewall).stream()
            .filter(count -> count.all() > quota)
            .map(RuleQuota::finding)
            .collect(Collectors.joining("; "));
    if (!findings.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.AWS_LIMIT_EXCEEDED,
          "spec.access: %s; quota %s allows %d in %s"
              .formatted(findings, QUOTA.code(), quota, aws.region()));
    }
  }

  private static String finding(RuleCount count) {
    return "security group %s comes to %d rules, %d of them there already and not ours"
        .formatted(count.group(), count.all(), count.others());
  }
}
