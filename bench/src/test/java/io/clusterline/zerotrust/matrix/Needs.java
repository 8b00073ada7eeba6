package io.clusterline.zerotrust.matrix;

import io.clusterline.gitops.inventory.ChartInventory;
import io.clusterline.gitops.inventory.ChartInventory.Scrape;
import io.clusterline.gitops.inventory.ChartInventory.ServicePorts;
import io.clusterline.gitops.inventory.ChartInventory.Webhook;
import io.clusterline.testkit.Repository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What add-ons and workloads need: what the inventories of the real charts say by themselves, and
 * by hand what only their programs know.
 */
final class Needs {

  private static final String FOLDER = "bench/src/test/resources/zerotrust/";
  private static final List<ChartInventory> CHARTS = ChartPods.charts();

  private final World world;

  Needs(World world) {
    this.world = world;
  }

  /** A connection that has to be allowed. */
  record Need(Cell cell, String source) {
    @Override
    public String toString() {
      return cell.toString();
    }
  }

  List<Need> all() {
    List<Need> needs = new ArrayList<>();
    for (ChartInventory chart : CHARTS) {
      chart.webhooks().forEach(webhook -> needs.addAll(webhook(chart, webhook)));
      chart.scrapes().forEach(scrape -> needs.addAll(scrape(scrape)));
      chart.objects().stream()
          .filter(object -> object.startsWith("APIService "))
          .forEach(object -> needs.addAll(aggregated(chart, object)));
    }
    byHand("needs.md").forEach(needs::add);
    return needs.stream().distinct().toList();
  }

  /** What is open without being needed. */
  List<Need> also() {
    return byHand("also.md").toList();
  }

  private Stream<Need> byHand(String file) {
    return Repository.read(FOLDER + file)
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| from"))
        .map(line -> line.split("\\|"))
        .flatMap(row ->
            Arrays.stream(row[3].strip().split(" "))
                .map(port -> need(row[1].strip(), row[2].strip() + " " + port, row[4].strip())));
  }

  private List<Need> webhook(ChartInventory chart, Webhook webhook) {
    String[] service = webhook.service().split(":");
    return behind(service(service[0]), ":" + service[1] + "->").stream()
        .map(to -> need("control plane", to, "inventory of " + chart.chart() + ": webhooks"))
        .toList();
  }

  /** The chart's only Service is the one that answers for the API. */
  private List<Need> aggregated(ChartInventory chart, String object) {
    String source = "inventory of " + chart.chart() + ": " + object;
    return behind(chart.services().getFirst(), ":").stream()
        .map(to -> need("control plane", to, source))
        .toList();
  }

  private List<Need> scrape(Scrape scrape) {
    String name = scrape.monitor().substring(scrape.monitor().indexOf('/') + 1);
    return scrape.endpoints().stream()
        .flatMap(endpoint -> scraped(name, endpoint.split(" ")[1]).stream())
        .distinct()
        .filter(to -> !to.startsWith("prometheus ")) // its own metrics do not leave the pod
        .map(to -> need("prometheus", to, "inventory of kube-prometheus-stack: ServiceMonitors"))
        .toList();
  }

  /** Monitors of what has no Service of the chart name the control plane's and the kubelets'. */
  private List<String> scraped(String monitor, String port) {
    if (monitor.endsWith("-apiserver")) {
      return List.of("control plane 6443");
    }
    if (monitor.endsWith("-kubelet")) {
      return List.of("nodes 10250");
    }
    return behind(serviceNamed(monitor), port + ":");
  }

  /** Where a port of a Service leads: pods; or machines, if they are in their node's network. */
  private List<String> behind(ServicePorts service, String part) {
    String namespace = service.service().substring(0, service.service().indexOf('/'));
    String target =
        service.ports().stream()
            .filter(port -> port.contains(part))
            .findFirst()
            .orElseThrow(() -> new AssertionError(service + " has no port " + part))
            .replaceAll(".*->", "");
    List<String> pods = world.podsOf(namespace, service.selector());
    if (pods.isEmpty()) {
      return List.of((isOfControlPlane(service) ? "control plane " : "nodes ") + target);
    }
    return pods.stream().map(pod -> pod + " " + world.port(pod, target)).toList();
  }

  private static boolean isOfControlPlane(ServicePorts service) {
    return service.selector().containsKey("component");
  }

  private Need need(String from, String to, String source) {
    return new Need(Matrix.cell(world, from, to, true), source);
  }

  private static ServicePorts serviceNamed(String name) {
    return services().filter(each -> each.service().endsWith("/" + name)).findFirst().orElseThrow();
  }

  private static ServicePorts service(String service) {
    return services().filter(each -> each.service().equals(service)).findFirst().orElseThrow();
  }

  private static Stream<ServicePorts> services() {
    return CHARTS.stream().flatMap(chart -> chart.services().stream());
  }
}
