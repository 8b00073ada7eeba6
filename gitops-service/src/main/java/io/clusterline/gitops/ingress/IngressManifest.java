package io.clusterline.gitops.ingress;

import io.clusterline.Json;
import io.clusterline.spec.HostSpec;
import io.clusterline.spec.IngressSpec;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** The Ingress of a host, as the AWS Load Balancer Controller reads it. */
record IngressManifest(HostSpec host, IngressSpec group, String cluster) {

  /** The port that the redirect from HTTP leads to. */
  static final String HTTPS = "443";

  private static final String BOTH_LISTENERS = "[{\"HTTP\": 80}, {\"HTTPS\": 443}]";

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
    put(all, "group.name", group.groupOf(cluster));
    put(all, "group.order", String.valueOf(host.order()));
    put(all, "scheme", "internet-facing");
    put(all, "target-type", "instance"); // pod addresses lie outside the VPC
    put(all, "listen-ports", BOTH_LISTENERS);
    put(all, "ssl-redirect", HTTPS);
    put(all, "ssl-policy", group.sslPolicy());
    put(all, "certificate-arn", certificate);
    put(all, "backend-protocol", "HTTP");
    put(all, "healthcheck-path", host.healthCheckPath());
    put(all, "healthcheck-interval-seconds", "30");
    put(all, "healthcheck-timeout-seconds", "5");
    put(all, "healthy-threshold-count", "2");
    put(all, "unhealthy-threshold-count", "3");
    all.putAll(host.annotations());
    all.put(Ingresses.EXTERNAL_DNS, "clusterline"); // the dns stage writes the records of the hosts
    return all;
  }

  private static void put(Map<String, String> all, String name, String value) {
    all.put(Ingresses.PREFIX + name, value);
  }
}
