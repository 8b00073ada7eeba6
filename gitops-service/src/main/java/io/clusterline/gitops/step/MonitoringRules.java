package io.clusterline.gitops.step;

import io.clusterline.gitops.monitoring.ClusterFacts;
import io.clusterline.gitops.monitoring.MonitoringRelease;
import io.clusterline.gitops.monitoring.RuleSet;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Kind;
import tools.jackson.databind.node.ObjectNode;

/** Rules of ours in the cluster's own Prometheus. */
public record MonitoringRules(RuleSet rules, ClusterFacts facts, AddonHealthy monitoring)
    implements AppliedStep {

  public static final Kind<Platform, String> KIND =
      Applied.kind(
          "alert-rules",
          "monitoring.coreos.com/v1",
          "PrometheusRule",
          MonitoringDashboard.NAMESPACE);

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return rules.objectName();
  }

  @Override
  public ObjectNode manifest() {
    return new MonitoringRelease(monitoring.addon()).rules(rules.objectName(), rules.groups(facts));
  }
}
