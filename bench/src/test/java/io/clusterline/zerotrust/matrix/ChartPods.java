package io.clusterline.zerotrust.matrix;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.inventory.ChartInventory;
import io.clusterline.gitops.inventory.ChartInventory.Container;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.networkpolicy.Endpoint.NamedPort;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The pods of all charts of the catalogue, from the inventories of the real charts. */
final class ChartPods {

  /** One pod of a workload; the address is the world's to give. */
  record ChartPod(
      String namespace, String name, Map<String, String> labels, List<NamedPort> ports) {
    Pod at(String address) {
      return new Pod(namespace, name, labels, ports, address, null);
    }
  }

  /** The sidecar that prometheus-operator gives its pods. */
  private static final List<NamedPort> RELOADER =
      List.of(new NamedPort("reloader-web", Protocol.TCP, 8080));

  private ChartPods() {}

  static List<ChartInventory> charts() {
    return Catalogue.bundled().entries().stream()
        .map(entry -> ChartInventory.of(entry).orElseThrow())
        .toList();
  }

  /** Without pods of their node's network, which no policy knows, and without charts' own tests. */
  static List<ChartPod> all() {
    return charts().stream()
        .flatMap(chart ->
            chart.workloads().stream()
                .filter(workload -> !workload.hostNetwork() && !workload.kind().equals("Pod"))
                .map(workload -> pod(chart, workload)))
        .toList();
  }

  /**
   * What a workload is called in the tables: its name; those of Prometheus's chart, whose names all
   * begin alike, by their last part.
   */
  static String nameOf(Workload workload) {
    String name = workload.object().substring(workload.object().indexOf('/') + 1);
    return switch (workload.kind()) {
      case "Prometheus", "Alertmanager" -> workload.kind().toLowerCase(Locale.ROOT);
      default ->
          name.replaceFirst("^prometheus-kube-prometheus-", "prometheus-")
              .replaceFirst("^prometheus-(grafana|kube-state-metrics)$", "$1");
    };
  }

  private static ChartPod pod(ChartInventory chart, Workload workload) {
    String object = workload.object();
    String namespace = object.substring(object.indexOf(' ') + 1, object.indexOf('/'));
    return new ChartPod(
        namespace,
        nameOf(workload),
        labels(chart, workload),
        isOperated(workload) ? RELOADER : ports(workload.containers()));
  }

  /** An operator gives its pods the labels by which the chart's Service finds them. */
  private static Map<String, String> labels(ChartInventory chart, Workload workload) {
    if (!isOperated(workload)) {
      return workload.labels();
    }
    Map<String, String> labels = new HashMap<>();
    String service = workload.object().substring(workload.object().indexOf(' ') + 1);
    chart.services().stream()
        .filter(each -> each.service().equals(service))
        .forEach(each -> labels.putAll(each.selector()));
    return labels;
  }

  private static boolean isOperated(Workload workload) {
    return workload.kind().equals("Prometheus") || workload.kind().equals("Alertmanager");
  }

  private static List<NamedPort> ports(List<Container> containers) {
    List<NamedPort> ports = new ArrayList<>();
    containers.stream()
        .flatMap(container -> container.ports().stream())
        .flatMap(ChartPods::port)
        .forEach(ports::add);
    return ports;
  }

  /** {@code name:number}; a number that is the machine's carries a mark. */
  private static Stream<NamedPort> port(String text) {
    String[] parts = text.replace("!", "").split(":");
    return parts.length == 2
        ? Stream.of(new NamedPort(parts[0], Protocol.TCP, Integer.parseInt(parts[1])))
        : Stream.empty();
  }
}
