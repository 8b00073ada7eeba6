package io.clusterline.gitops.monitoring;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.PlannedAddon;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the release of kube-prometheus-stack looks for, by its values. */
public record MonitoringRelease(PlannedAddon addon) {

  private static final String API_VERSION = "monitoring.coreos.com/v1";
  private static final String SIDECAR = "/grafana/sidecar/dashboards";

  /** Whether a Grafana with the sidecar is there that loads dashboards. */
  public boolean showsDashboards() {
    return isOn("/grafana/enabled") && isOn(SIDECAR + "/enabled");
  }

  /** Whether a Prometheus is there, and rules beside the user's own are wanted. */
  public boolean evaluatesRules() {
    return isOn("/prometheus/enabled") && isOn("/defaultRules/create");
  }

  /** A ConfigMap that the sidecar gives to Grafana. */
  public ObjectNode dashboard(String name, String file, String json) {
    String label = addon.values().at(SIDECAR + "/label").asString("grafana_dashboard");
    String value = addon.values().at(SIDECAR + "/labelValue").asString("1");
    ObjectNode manifest = object("v1", "ConfigMap", name, Map.of(label, value));
    manifest.putObject("data").put(file, json);
    return manifest;
  }

  /** A PrometheusRule that the release's Prometheus selects. */
  public ObjectNode rules(String name, JsonNode groups) {
    ObjectNode manifest = selected("PrometheusRule", name, "ruleSelector");
    manifest.putObject("spec").set("groups", groups);
    return manifest;
  }

  /** A PodMonitor that the release's Prometheus selects. */
  public ObjectNode podMonitor(String name, JsonNode spec) {
    ObjectNode manifest = selected("PodMonitor", name, "podMonitorSelector");
    manifest.set("spec", spec);
    return manifest;
  }

  private ObjectNode selected(String kind, String name, String selector) {
    Map<String, String> labels = new TreeMap<>(Map.of("release", addon.release()));
    JsonNode own = addon.values().at("/prometheus/prometheusSpec/" + selector + "/matchLabels");
    own.properties().forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    return object(API_VERSION, kind, name, labels);
  }

  private ObjectNode object(
      String apiVersion, String kind, String name, Map<String, String> labels) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", apiVersion).put("kind", kind);
    manifest
        .putObject("metadata")
        .put("name", name)
        .put("namespace", addon.namespace())
        .set("labels", Json.MAPPER.valueToTree(labels));
    return manifest;
  }

  private boolean isOn(String value) {
    return addon.values().at(value).asBoolean(true);
  }
}
