package io.clusterline.gitops.ingress;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor;
import io.clusterline.event.FrontDoor.Route;
import io.clusterline.event.StageName;
import io.clusterline.spec.AddonNamespace;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.HostSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Outputs;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.stream.Collectors;

/** The stage's table of contents: judged as a group, applied one by one, waited for together. */
record FrontSteps(
    Cluster cluster,
    EdgeEnded edge,
    LoadBalancerAddress address,
    List<RouteReady> routes,
    EvidenceKind how) {

  static final List<Kind<FrontContext, ?>> KINDS =
      List.of(
          NothingPublished.KIND,
          EdgeEnded.KIND,
          FormerIngresses.KIND,
          GroupChecked.KIND,
          HostIngress.KIND,
          LoadBalancerAddress.KIND,
          RouteReady.KIND,
          EvidenceKind.KIND);

  static FrontSteps add(
      StepGraph<FrontContext> graph, Cluster cluster, StageName edgeStage, IngressSettings limits) {
    ClusterSpec spec = cluster.spec();
    List<HostSpec> hosts = spec.ingress().hosts();
    var edge = graph.add(new EdgeEnded(edgeStage, limits.edge()));
    var former = graph.after(edge).add(new FormerIngresses(cluster.name(), keys(hosts)));
    var checked = graph.add(new GroupChecked(hosts, spec.ingress(), cluster.name(), former));
    List<HostIngress> ingresses =
        graph.addAll(
            hosts.stream()
                .map(host -> new HostIngress(host, spec.ingress(), cluster.name(), edge, checked))
                .toList());
    var address = graph.add(new LoadBalancerAddress(ingresses, limits.loadBalancer()));
    List<RouteReady> routes =
        graph.addAll(
            ingresses.stream()
                .map(one -> new RouteReady(one, address, isAddons(spec, one), limits.targets()))
                .toList());
    return new FrontSteps(cluster, edge, address, routes, graph.add(new EvidenceKind(address)));
  }

  private static List<String> keys(List<HostSpec> hosts) {
    return hosts.stream().map(host -> HostIngress.key(host.namespace(), host.name())).toList();
  }

  private static boolean isAddons(ClusterSpec spec, HostIngress ingress) {
    return AddonNamespace.ALL.stream()
        .filter(one -> one.namespace().equals(ingress.host().namespace()))
        .anyMatch(
            one -> spec.addons().stream().anyMatch(addon -> addon.name().equals(one.addon())));
  }

  FrontDoor frontDoor(Outputs outputs) {
    return new FrontDoor(
        cluster.spec().ingress().groupOf(cluster.name()),
        outputs.of(address),
        outputs.of(edge).zoneId(),
        cluster.spec().ingress().names(),
        routes.stream().map(outputs::of).toList());
  }

  List<Evidence> evidence(Outputs outputs) {
    How kind = outputs.of(how).how();
    List<Route> all = routes.stream().map(outputs::of).toList();
    long ready = all.stream().filter(route -> route.readyPods() > 0).count();
    return List.of(
        new Evidence("the Ingresses share a load balancer", kind, outputs.of(address)),
        new Evidence(
            "pods behind the hosts are ready", kind, ready + "/" + all.size() + without(all)),
        new Evidence(
            "the load balancer calls its targets healthy",
            How.SKIPPED,
            "this service does not ask AWS"));
  }

  private static String without(List<Route> routes) {
    String none =
        routes.stream()
            .filter(route -> route.readyPods() == 0)
            .map(route -> route.namespace() + "/" + route.service())
            .distinct()
            .collect(Collectors.joining(", "));
    return none.isEmpty() ? "" : ", none of " + none;
  }
}
