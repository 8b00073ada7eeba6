package io.clusterline.spec;

import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the ranges fit into the rules of one security group, before anything is created. */
final class AccessCheck implements Check {

  /** AWS's limit unless the quota of VPC (L-0EA8095F) was raised. */
  static final int MOST_RULES = 60;

  /** Of the control plane's group, which has the most: from the other groups and from itself. */
  static final int OWN_RULES = 23;

  @Override
  public void check(Field root, Findings findings) {
    Field access = root.get("spec").get("access");
    int ssh = ranges(access.get("sshCidrs")).size();
    int api = ranges(access.get("apiCidrs")).size();
    int rules = ssh + api + OWN_RULES;
    if (rules > MOST_RULES) {
      findings.add(
          access.path(),
          null,
          "%d ranges for SSH, %d for the API and %d rules of the cluster's own are %d rules of one security group; AWS allows %d"
              .formatted(ssh, api, OWN_RULES, rules, MOST_RULES),
          "name fewer, larger ranges: at most " + (MOST_RULES - OWN_RULES) + " together");
    }
  }

  private static Set<String> ranges(Field list) {
    return list.items()
        .flatMap(range -> range.text().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
