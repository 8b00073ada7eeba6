package io.clusterline.gitops.ingress;

import io.clusterline.Json;
import io.clusterline.spec.HostSpec;
import io.clusterline.spec.IngressSpec;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The Ingress of a host, as the AWS Load Balancer Controller reads it. */
record IngressManifest(HostSpec host, IngressSpec group, String cluster) {

  private static final String BOTH_LISTENERS = "[{\"HTTP\": 80}, {\"HTTPS\": 443}]";

  /** The group of Ingresses that shares the load balancer. */
  static String groupOf(IngressSpec group, String cluster) {
    return group.group() == null ? cluster : group.group();
  }

  ObjectNode with(String certificate) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", Ingresses.API_VERSION).put("kind", Ingresses.KIND);
    ObjectNode metadata = manifest.putObject("metadata");
    metadata.put("name", host.name()).put("namespace", host.namespace());
    metadata.putObject("labels").put(Ingresses.OURS, cluster);
    annotations(certificate).forEach(metadata.putObject("annotations")::put);
    addSpec(manifest.putObject("spec"));
    return manifest;
  }

  private void addSpec(ObjectNode spec) {
    spec.put("ingressClassName", "alb");
    ObjectNode rule = spec.putArray("rules").addObject().put("host", host.host());
    ObjectNode path = rule.putObject("http").putArray("paths").addObject();
    path.put("path", host.path()).put("pathType", "Prefix");
    ObjectNode service = path.putObject("backend").putObject("service");
    service.put("name", host.service()).putObject("port").put("number", host.port());
  }

  private Map<String, String> annotations(String certificate) {
    Map<String, String> all = new TreeMap<>();
    put(all, "group.name", groupOf(group, cluster));
    put(all, "group.order", String.valueOf(host.order()));
    put(all, "scheme", "internet-facing");
    put(all, "target-type", "instance"); // pod addresses lie outside the VPC
    put(all, "listen-ports", BOTH_LISTENERS);
    put(all, "ssl-redirect", "443");
    put(all, "ssl-policy", group.sslPolicy());
    put(all, "certificate-arn", certificate);
    put(all, "backend-protocol", "HTTP");
    put(all, "healthcheck-path", host.healthCheckPath());
    put(all, "healthcheck-interval-seconds", "30");
    put(all, "healthcheck-timeout-seconds", "5");
    put(all, "healthy-threshold-count", "2");
    put(all, "unhealthy-threshold-count", "3");
    all.putAll(host.annotations());
    return all;
  }

  private static void put(Map<String, String> all, String name, String value) {
    all.put(Ingresses.PREFIX + name, value);
  }
}
