package io.clusterline.gitops;

import io.clusterline.gitops.monitoring.ClusterFacts;
import io.clusterline.gitops.monitoring.MonitoringFiles;
import io.clusterline.gitops.monitoring.MonitoringRelease;
import io.clusterline.gitops.monitoring.PodTarget;
import io.clusterline.gitops.monitoring.RuleSet;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.BuildHistory;
import io.clusterline.gitops.step.MonitoringDashboard;
import io.clusterline.gitops.step.MonitoringRules;
import io.clusterline.gitops.step.MonitoringTarget;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.StepGraph;

/** Adds what the cluster's own monitoring gets, as far as the values of its chart want it. */
final class MonitoringSteps {

  private final StepGraph<Platform> graph;
  private final ClusterFacts facts;

  MonitoringSteps(StepGraph<Platform> graph, Cluster cluster) {
    this.graph = graph;
    this.facts = ClusterFacts.of(cluster);
  }

  /** Once it is healthy: its kinds are served then, and its operator can refuse a wrong rule. */
  void addTo(AddonHealthy monitoring) {
    var release = new MonitoringRelease(monitoring.addon());
    if (release.showsDashboards()) {
      MonitoringFiles.DASHBOARDS.forEach(
          uid -> graph.add(new MonitoringDashboard(uid, monitoring)));
      graph.add(new BuildHistory(monitoring));
    }
    if (release.evaluatesRules()) {
      for (RuleSet rules : RuleSet.values()) {
        graph.add(new MonitoringRules(rules, facts, monitoring));
      }
      for (PodTarget target : PodTarget.values()) {
        graph.add(new MonitoringTarget(target, monitoring));
      }
    }
  }
}
