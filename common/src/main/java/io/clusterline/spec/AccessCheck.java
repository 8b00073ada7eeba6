package io.clusterline.spec;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checks that the ranges fit into the rules of one security group, before anything is created. */
final class AccessCheck implements Check {

  /** AWS's limit unless the quota of VPC (L-0EA8095F) was raised. */
  static final int MOST_RULES = 60;

  /** Of the control plane's group, which has the most: from the other groups and from itself. */
  private static final int OWN_RULES = 17;

  /** From each group in which Prometheus runs. */
  private static final int METRICS_RULES = 5;

  @Override
  public void check(Field root, Findings findings) {
    Field access = root.get("spec").get("access");
    int ssh = ranges(access.get("sshCidrs")).size();
    int api = ranges(access.get("apiCidrs")).size();
    int own = OWN_RULES + METRICS_RULES * monitoringGroups(root.get("spec"));
    int rules = ssh + api + own;
    if (rules > MOST_RULES) {
      findings.add(
          access.path(),
          null,
          "%d ranges for SSH, %d for the API and %d rules of the cluster's own are %d rules of one security group; AWS allows %d"
              .formatted(ssh, api, own, rules, MOST_RULES),
          "name fewer, larger ranges: at most " + (MOST_RULES - own) + " together");
    }
  }

  /** As infra-service counts them: by the nodes' labels, else by the workers that take its pods. */
  private static int monitoringGroups(Field spec) {
    int labelled = groups(spec, AccessCheck::isForMonitoring);
    boolean installed =
        spec.get("addons")
            .items()
            .anyMatch(addon -> addon.get("name").hasText("kube-prometheus-stack"));
    return labelled == 0 && installed ? groups(spec, AccessCheck::takesPods) : labelled;
  }

  private static int groups(Field spec, Predicate<Field> nodes) {
    return (int) spec.get("nodes").items().filter(nodes).map(AccessCheck::group).distinct().count();
  }

  private static String group(Field node) {
    if (node.get("role").hasText("control-plane")) {
      return "master";
    }
    String role = node.get("labels").get("role").text().orElse("");
    return role.equals("api") || role.equals("infrastructure") ? role : "worker";
  }

  private static boolean isForMonitoring(Field node) {
    return node.get("labels").get("workload").hasText("monitoring");
  }

  private static boolean takesPods(Field node) {
    return !node.get("role").hasText("control-plane")
        && node.get("taints")
            .items()
            .allMatch(taint -> taint.get("effect").hasText("PreferNoSchedule"));
  }

  private static Set<String> ranges(Field list) {
    return list.items()
        .flatMap(range -> range.text().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
