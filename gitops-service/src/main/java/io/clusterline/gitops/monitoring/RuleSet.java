package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of deploy/monitoring, as the Prometheus of a cluster evaluates them. */
public enum RuleSet {
  /** Recording rules about builds and services. */
  LINE_RECORDING("clusterline-recording", "recording.yaml"),
  /** Alerts about builds and services. */
  LINE_ALERTS("clusterline-alerts", "alerts.yaml"),
  /** The watch over the cluster itself. */
  CLUSTER("clusterline-cluster", "cluster.yaml");

  /**
   * Alerts about targets that are absent would fire for ever in a Prometheus that is not meant to
   * scrape Clusterline's services.
   */
  private static final String IF_SCRAPED =
      "(\n%s\n)\nand on () group(up{job=~\"clusterline(-.+)?\"})";

  private final String objectName;
  private final String file;

  RuleSet(String objectName, String file) {
    this.objectName = objectName;
    this.file = file;
  }

  /** The name of the PrometheusRule. */
  public String objectName() {
    return objectName;
  }

  /** The groups for {@code spec.groups} of a PrometheusRule. */
  public ArrayNode groups(ClusterFacts facts) {
    ArrayNode groups = Json.MAPPER.createArrayNode();
    if (this == CLUSTER) {
      groups.add(facts.ruleGroup());
    }
    MonitoringFiles.ruleGroups(file).forEach(groups::add);
    if (this == LINE_ALERTS) {
      groups.forEach(group -> group.path("rules").forEach(RuleSet::limitToScraped));
    }
    return groups;
  }

  private static void limitToScraped(JsonNode rule) {
    String expression = rule.path("expr").asString();
    ((ObjectNode) rule).put("expr", IF_SCRAPED.formatted(expression.strip()));
  }
}
