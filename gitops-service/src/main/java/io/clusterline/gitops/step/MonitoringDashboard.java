package io.clusterline.gitops.step;

import io.clusterline.gitops.monitoring.MonitoringFiles;
import io.clusterline.gitops.monitoring.MonitoringRelease;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Kind;
import tools.jackson.databind.node.ObjectNode;

/** A dashboard of ours in the cluster's own Grafana. */
public record MonitoringDashboard(String uid, AddonHealthy monitoring) implements AppliedStep {

  /** Where the catalogue installs the monitoring. */
  static final String NAMESPACE = "monitoring";

  public static final Kind<Platform, String> KIND =
      Applied.kind("dashboard", "v1", "ConfigMap", NAMESPACE);

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return uid;
  }

  @Override
  public ObjectNode manifest() {
    return new MonitoringRelease(monitoring.addon())
        .dashboard(uid, uid + ".json", MonitoringFiles.dashboard(uid));
  }
}
