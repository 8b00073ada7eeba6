package io.clusterline.firewall;

import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.inventory.ChartInventory;
import io.clusterline.gitops.inventory.ChartInventory.Scrape;
import io.clusterline.gitops.inventory.ChartInventory.ServicePorts;
import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.gitops.inventory.NodeFit;
import io.clusterline.infra.network.GroupName;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Every flow that a cluster with all add-ons needs. */
final class Flows {

  private static final Set<GroupName> MASTER = EnumSet.of(GroupName.MASTER);
  private static final String ANY = "0.0.0.0";

  private final Cluster cluster;
  private final KubeadmBinding kubeadm;
  private final List<ChartInventory> charts;
  private final Set<GroupName> everywhere;

  Flows(Cluster cluster) {
    this.cluster = cluster;
    this.kubeadm = new KubeadmBinding(cluster);
    this.charts =
        Catalogue.bundled().entries().stream()
            .map(entry -> ChartInventory.of(entry).orElseThrow())
            .toList();
    this.everywhere = groups(cluster.spec().nodes().stream());
  }

  /** Sorted by port. */
  Set<Flow> all() {
    Set<Flow> flows = new TreeSet<>();
    flows.addAll(kubernetes());
    charts.forEach(chart -> {
      chart
          .webhooks()
          .forEach(webhook ->
              flows.add(
                  Flow.toPod(
                      "API server → webhook " + webhook.name(),
                      MASTER,
                      podsOf(webhook.service()))));
      chart.scrapes().forEach(scrape -> flows.add(scrape(scrape)));
    });
    List.copyOf(flows).stream().filter(Flow::isToPod).map(Flow::back).forEach(flows::add);
    return flows;
  }

  /** Of Kubernetes itself, and of the programs whose chart does not say whom they ask. */
  private List<Flow> kubernetes() {
    Set<GroupName> metricsServer = podsOf("kube-system/metrics-server:443");
    return List.of(
        Flow.toMachine("every node → API server", everywhere, MASTER, 6443, ANY),
        Flow.toMachine("API server → kubelets (logs, exec)", MASTER, everywhere, 10250, ANY),
        Flow.toMachine("metrics-server → kubelets", metricsServer, everywhere, 10250, ANY),
        Flow.toPod("API server → aggregated API of metrics-server", MASTER, metricsServer),
        Flow.toPod("pods among one another, and CoreDNS", everywhere, everywhere));
  }

  private Flow scrape(Scrape scrape) {
    String name = scrape.monitor().substring(scrape.monitor().indexOf('/') + 1);
    String purpose = "Prometheus → " + name.replaceFirst("^prometheus-(kube-)?(prometheus-)?", "");
    Set<GroupName> from = groupsOf(workload(workload -> workload.kind().equals("Prometheus")));
    if (name.endsWith("-apiserver")) {
      return Flow.toMachine(purpose, from, MASTER, 6443, ANY);
    }
    if (name.endsWith("-kubelet")) {
      return Flow.toMachine(purpose, from, everywhere, 10250, ANY);
    }
    ServicePorts service = service(name);
    return ofControlPlane(purpose, from, service)
        .orElseGet(() -> ofWorkload(purpose, from, service));
  }

  /** Static pods and kube-proxy share their machine's network. */
  private Optional<Flow> ofControlPlane(String purpose, Set<GroupName> from, ServicePorts service) {
    Map<String, String> selector = service.selector();
    if ("kube-proxy".equals(selector.get("k8s-app"))) {
      return Optional.of(
          Flow.toMachine(purpose, from, everywhere, target(service), kubeadm.ofProxyMetrics()));
    }
    if ("kube-dns".equals(selector.get("k8s-app"))) {
      return Optional.of(Flow.toPod(purpose, from, everywhere));
    }
    return Optional.ofNullable(selector.get("component"))
        .flatMap(this::bindingOf)
        .map(bind -> Flow.toMachine(purpose, from, MASTER, target(service), bind));
  }

  private Optional<String> bindingOf(String component) {
    return switch (component) {
      case "kube-controller-manager" -> Optional.of(kubeadm.ofController());
      case "kube-scheduler" -> Optional.of(kubeadm.ofScheduler());
      case "etcd" -> Optional.of(kubeadm.ofEtcdMetrics());
      default -> Optional.empty();
    };
  }

  private Flow ofWorkload(String purpose, Set<GroupName> from, ServicePorts service) {
    Workload behind = behind(service);
    return behind.hostNetwork()
        ? Flow.toMachine(purpose, from, groupsOf(behind), target(service), ANY)
        : Flow.toPod(purpose, from, groupsOf(behind));
  }

  private Set<GroupName> podsOf(String service) {
    return groupsOf(behind(service(service.replaceAll(".*/|:\\d+$", ""))));
  }

  private ServicePorts service(String name) {
    return charts.stream()
        .flatMap(chart -> chart.services().stream())
        .filter(service -> service.service().endsWith("/" + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no inventory has a Service " + name));
  }

  /** The operator's own pods carry what its custom resource is called. */
  private Workload behind(ServicePorts service) {
    String resource = service.service().substring(service.service().indexOf('/') + 1);
    return workload(workload ->
        workload.labels().entrySet().containsAll(service.selector().entrySet())
                && !workload.labels().isEmpty()
            || workload.object().matches("(Prometheus|Alertmanager) [^/]+/" + resource));
  }

  private Workload workload(Predicate<Workload> wanted) {
    return charts.stream()
        .flatMap(chart -> chart.standing().stream())
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no workload of the inventories is behind it"));
  }

  private Set<GroupName> groupsOf(Workload workload) {
    return groups(cluster.spec().nodes().stream().filter(node -> NodeFit.takes(node, workload)));
  }

  private static Set<GroupName> groups(Stream<NodeSpec> nodes) {
    Set<GroupName> groups = EnumSet.noneOf(GroupName.class);
    nodes.map(GroupName::of).forEach(groups::add);
    return groups;
  }

  private static int target(ServicePorts service) {
    return Integer.parseInt(service.ports().getFirst().replaceAll(".*->", ""));
  }
}
