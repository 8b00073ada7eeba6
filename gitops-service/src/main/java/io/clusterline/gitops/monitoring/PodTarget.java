package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import tools.jackson.databind.node.ObjectNode;

/** Controllers whose own metrics the rules need. None of their charts has Prometheus ask them. */
public enum PodTarget {
  /** Applications: whether they are Synced and Healthy. */
  ARGO_CD("clusterline-argocd", "argocd-application-controller"),
  /** ExternalSecrets: whether they are Ready. A GitOps repository may install it, anywhere. */
  EXTERNAL_SECRETS("clusterline-external-secrets", "external-secrets");

  private final String objectName;
  private final String app;

  PodTarget(String objectName, String app) {
    this.objectName = objectName;
    this.app = app;
  }

  /** The name of the PodMonitor. */
  public String objectName() {
    return objectName;
  }

  /** A namespace among the metrics' labels is that of what they are about, not of the pod. */
  public ObjectNode spec() {
    ObjectNode spec = Json.MAPPER.createObjectNode();
    spec.putObject("namespaceSelector").put("any", true);
    spec.putObject("selector").putObject("matchLabels").put("app.kubernetes.io/name", app);
    spec.putArray("podMetricsEndpoints")
        .addObject()
        .put("port", "metrics")
        .put("honorLabels", true);
    return spec;
  }
}
