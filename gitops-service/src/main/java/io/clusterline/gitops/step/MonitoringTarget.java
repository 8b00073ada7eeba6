package io.clusterline.gitops.step;

import io.clusterline.gitops.monitoring.MonitoringRelease;
import io.clusterline.gitops.monitoring.PodTarget;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Kind;
import tools.jackson.databind.node.ObjectNode;

/** Pods that the cluster's own Prometheus asks besides those of its chart. */
public record MonitoringTarget(PodTarget target, AddonHealthy monitoring) implements AppliedStep {

  public static final Kind<Platform, String> KIND =
      Applied.kind(
          "pod-monitor", "monitoring.coreos.com/v1", "PodMonitor", MonitoringDashboard.NAMESPACE);

  @Override
  public Kind<Platform, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return target.objectName();
  }

  @Override
  public ObjectNode manifest() {
    return new MonitoringRelease(monitoring.addon()).podMonitor(target.objectName(), target.spec());
  }
}
