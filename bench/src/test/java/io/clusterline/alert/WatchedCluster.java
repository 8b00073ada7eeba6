package io.clusterline.alert;

import io.clusterline.Json;
import io.clusterline.gitops.monitoring.PodTarget;
import io.clusterline.spec.NodeSpec;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Prometheus with the rules that eco2's own gets, which scrapes its exporters as the operator
 * makes it: jobs, labels of the targets, and whose labels win, are those of the chart's
 * ServiceMonitors and of our PodMonitors.
 */
final class WatchedCluster implements AutoCloseable {

  private static final List<String> CONTROL_PLANE =
      List.of(
          "apiserver",
          "kubelet",
          "kube-controller-manager",
          "kube-scheduler",
          "kube-etcd",
          "kube-proxy");

  private final List<String> nodes =
      SampleClusters.named("eco2.yaml", "eco2").spec().nodes().stream()
          .map(NodeSpec::name)
          .toList();
  private final ClusterExporters exporters = new ClusterExporters(nodes);
  private final PrometheusNode prometheus;

  WatchedCluster(Path folder) {
    prometheus =
        PrometheusNode.start(
            folder,
            Map.of(
                PrometheusNode.CONFIGURATION,
                ScaledTime.configuration(configuration()),
                "rules/eco2-rules.json",
                ScaledTime.alerts(Repository.read("deploy/monitoring/cluster/eco2-rules.json"))));
    prometheus.awaitData("count(up == 1) == " + (nodes.size() + CONTROL_PLANE.size() + 6));
    prometheus.awaitData("count(node:clusterline_cpu_used:ratio) == " + nodes.size());
  }

  List<String> nodes() {
    return nodes;
  }

  ClusterExporters exporters() {
    return exporters;
  }

  PrometheusNode prometheus() {
    return prometheus;
  }

  private String configuration() {
    List<Object> jobs = new ArrayList<>();
    jobs.add(
        job("kube-state-metrics", true, pod(ClusterExporters.KUBE_STATE_METRICS, "monitoring", 1)));
    List<Object> machines = new ArrayList<>();
    for (int number = 0; number < nodes.size(); number++) {
      machines.add(pod(ClusterExporters.NODE + nodes.get(number), "monitoring", 10 + number));
    }
    jobs.add(job("node-exporter", false, machines.toArray()));
    jobs.add(podJob(PodTarget.ARGO_CD, ClusterExporters.ARGO_CD, "argocd", 2));
    jobs.add(
        podJob(
            PodTarget.EXTERNAL_SECRETS, ClusterExporters.EXTERNAL_SECRETS, "external-secrets", 3));
    jobs.add(podJob(PodTarget.REDIS, ClusterExporters.REDIS, "data", 4));
    jobs.add(job("postgres-exporter", false, pod("/postgres", "data", 5))); // somebody's own
    jobs.add(podJob(PodTarget.RABBITMQ, "/rabbitmq", "messaging", 6));
    for (String part : CONTROL_PLANE) {
      jobs.add(job(part, true, pod("/" + part, "kube-system", 7)));
    }
    Map<String, Object> configuration = new LinkedHashMap<>();
    configuration.put("global", Map.of("scrape_interval", "30s", "evaluation_interval", "30s"));
    configuration.put("rule_files", List.of("../rules/eco2-rules.json"));
    configuration.put("scrape_configs", jobs);
    return Json.MAPPER.writeValueAsString(configuration);
  }

  /** The operator calls the job of a PodMonitor by namespace and name. */
  private Object podJob(PodTarget target, String path, String namespace, int host) {
    boolean honorsLabels = target.spec().at("/podMetricsEndpoints/0/honorLabels").asBoolean();
    return job("monitoring/" + target.objectName(), honorsLabels, pod(path, namespace, host));
  }

  private static Object job(String name, boolean honorsLabels, Object... targets) {
    return Map.of(
        "job_name", name, "honor_labels", honorsLabels, "static_configs", List.of(targets));
  }

  private Object pod(String path, String namespace, int host) {
    return Map.of(
        "targets",
        List.of("127.0.0.1:" + exporters.port()),
        "labels",
        Map.of(
            "__metrics_path__",
            path,
            "instance",
            "10.0.1." + host + ":9100",
            "namespace",
            namespace,
            "pod",
            "exporter-" + host,
            "container",
            "exporter",
            "endpoint",
            "metrics"));
  }

  @Override
  public void close() {
    prometheus.close();
    exporters.close();
  }
}
