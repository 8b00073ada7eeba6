package io.clusterline.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the exporters of a cluster tell, each at a path of its own, in the text format and with
 * exactly the labels that kube-state-metrics, node-exporter, Argo CD, external-secrets and the
 * exporters of databases give. All is well until a drill changes it.
 */
final class ClusterExporters implements AutoCloseable {

  static final String KUBE_STATE_METRICS = "/kube-state-metrics";
  static final String ARGO_CD = "/argocd";
  static final String EXTERNAL_SECRETS = "/external-secrets";
  static final String REDIS = "/redis";
  static final String NODE = "/node/";

  private final HttpServer server;
  private final List<String> nodes;
  private final Map<String, MachineLoad> machines = new ConcurrentHashMap<>();

  /** By path, what is added to a metric's name and labels; see the constants' pages. */
  private final Map<String, String> states = new ConcurrentHashMap<>();

  private final Map<String, Boolean> down = new ConcurrentHashMap<>();

  ClusterExporters(List<String> nodes) {
    this.nodes = nodes;
    nodes.forEach(node -> machines.put(node, new MachineLoad(node)));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** That exporter, or part of Kubernetes, answers no more. */
  void stop(String path) {
    down.put(path, true);
  }

  MachineLoad machine(String node) {
    return machines.get(node);
  }

  /**
   * From now on something is in another state than the good one.
   *
   * @param what the name of a node, Deployment, Application or ExternalSecret, or a path
   */
  void set(String what, String state) {
    states.put(what, state);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = page(path).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(down.containsKey(path) ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String path) {
    return switch (path) {
      case KUBE_STATE_METRICS -> kubeStateMetrics();
      case ARGO_CD -> applications();
      case EXTERNAL_SECRETS -> externalSecrets();
      case REDIS -> "redis_up " + states.getOrDefault(REDIS, "1") + "\n";
      case "/postgres" -> "pg_up 1\n";
      default ->
          path.startsWith(NODE)
              ? machines.get(path.substring(NODE.length())).metrics()
              : "process_start_time_seconds 1.7e+09\n";
    };
  }

  private String kubeStateMetrics() {
    StringBuilder page = new StringBuilder();
    for (String node : nodes) {
      for (String status : List.of("true", "false", "unknown")) {
        page.append(
            "kube_node_status_condition{node=\"%s\",condition=\"Ready\",status=\"%s\"} %d\n"
                .formatted(node, status, one(status.equals(states.getOrDefault(node, "true")))));
      }
    }
    for (String api : List.of("auth-api", "chat-api")) {
      page.append(replicas("kube_deployment_spec_replicas", "deployment", "auth", api, "2"));
      page.append(
          replicas(
              "kube_deployment_status_replicas_available",
              "deployment",
              "auth",
              api,
              states.getOrDefault(api, "2")));
    }
    page.append(replicas("kube_statefulset_replicas", "statefulset", "messaging", "rabbitmq", "1"));
    page.append(
        replicas(
            "kube_statefulset_status_replicas_ready",
            "statefulset",
            "messaging",
            "rabbitmq",
            states.getOrDefault("rabbitmq", "1")));
    return page.toString();
  }

  private static String replicas(
      String metric, String kind, String namespace, String name, String value) {
    return "%s{namespace=\"%s\",%s=\"%s\"} %s\n".formatted(metric, namespace, kind, name, value);
  }

  /** A status is a label: when it changes, the series before it is gone. */
  private String applications() {
    StringBuilder page = new StringBuilder();
    for (String name : List.of("web", "api")) {
      page.append(
          """
          argocd_app_info{autosync_enabled="true",dest_namespace="%1$s",dest_server="https://kubernetes.default.svc",\
          health_status="Healthy",name="%1$s",namespace="argocd",operation="",project="prod",\
          repo="https://git.example.org/eco2",sync_status="%2$s"} 1
          """
              .formatted(name, states.getOrDefault(name, "Synced")));
    }
    return page.toString();
  }

  /** The opposite status stays, as zero. */
  private String externalSecrets() {
    StringBuilder page = new StringBuilder();
    for (String name : List.of("jwt", "mail")) {
      for (String status : List.of("True", "False")) {
        page.append(
            "externalsecret_status_condition{condition=\"Ready\",name=\"%s\",namespace=\"auth\",status=\"%s\"} %d\n"
                .formatted(name, status, one(status.equals(states.getOrDefault(name, "True")))));
      }
    }
    return page.toString();
  }

  private static int one(boolean is) {
    return is ? 1 : 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
