package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pods whose own metrics the rules need. None of their charts has Prometheus ask them. Of what is
 * not installed there is no target. The rules know those of the data tier by the objects' names.
 */
public enum PodTarget {
  /** Applications: whether they are Synced and Healthy. */
  ARGO_CD("clusterline-argocd", "argocd-application-controller", "metrics"),
  /** ExternalSecrets: whether they are Ready. A GitOps repository may install it, anywhere. */
  EXTERNAL_SECRETS("clusterline-external-secrets", "external-secrets", "metrics"),
  /** RabbitMQ's own plugin. */
  RABBITMQ("clusterline-rabbitmq", "rabbitmq", "prometheus"),
  /** The exporter beside Redis: whether Redis answers it. */
  REDIS("clusterline-redis", "redis", "exporter");

  private final String objectName;
  private final String app;
  private final String port;

  /**
   * @param app value of the pods' label {@code app.kubernetes.io/name}
   * @param port name of a container's port
   */
  PodTarget(String objectName, String app, String port) {
    this.objectName = objectName;
    this.app = app;
    this.port = port;
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
    spec.putArray("podMetricsEndpoints").addObject().put("port", port).put("honorLabels", true);
    return spec;
  }
}
