package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.Outside;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.NodeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Puts pods, nodes and addresses of others into the world, and gives them names. */
final class Population {

  /** Pods that no chart of the catalogue brings: who, namespace, pod, label. */
  private static final String WORKLOADS =
      """
      worker-storage workers worker-storage app=worker-storage
      worker-ai workers worker-ai app=worker-ai
      rabbitmq messaging rabbitmq-0 app.kubernetes.io/name=rabbitmq
      rabbitmq messaging rabbitmq-1 app.kubernetes.io/name=rabbitmq
      operator operators operator app=operator
      coredns kube-system coredns k8s-app=kube-dns
      calico-kube-controllers kube-system calico-kube-controllers k8s-app=calico-kube-controllers
      """;

  private static final int FIRST_TUNNEL = 0x4000;
  private static final int BLOCK = 64;

  private final ClusterSpec spec;
  private final Map<String, List<Endpoint>> byName = new LinkedHashMap<>();
  private final List<String> tunnels = new ArrayList<>();
  private int addresses;

  Population(ClusterSpec spec) {
    this.spec = spec;
    addNodes();
    addApis();
    WORKLOADS.lines().forEach(this::addWorkload);
    ChartPods.all().forEach(pod -> add(pod.name(), pod.at(nextAddress())));
    addNamespace("Argo CD", "argocd"::equals);
    addNamespace("monitoring", "monitoring"::equals);
    addNamespace("kube-system", "kube-system"::equals);
    addNamespace("all pods with a tier", namespace -> !namespace.equals("kube-system"));
    add("internet", new Outside("140.82.112.3"));
    add("metadata", new Outside("169.254.169.254"));
    add("resolver", new Outside(spec.network().vpcCidr().address(2)));
  }

  Map<String, List<Endpoint>> byName() {
    return byName;
  }

  /** The addresses of the nodes' tunnels. */
  List<String> tunnels() {
    return tunnels;
  }

  private List<Endpoint> byName(String name) {
    return Objects.requireNonNull(byName.get(name), name);
  }

  private void addApis() {
    List<String> domains =
        spec.namespaces().stream()
            .filter(namespace -> "business-logic".equals(namespace.labels().get("tier")))
            .map(NamespaceSpec::name)
            .toList();
    domains.forEach(this::addApi);
    byName.put("APIs", domains.stream().flatMap(domain -> byName(domain).stream()).toList());
  }

  /** A node has two addresses: what it sends to another node's pods comes out of its tunnel. */
  private void addNodes() {
    List<Endpoint> all = new ArrayList<>();
    for (NodeSpec node : spec.nodes()) {
      Cidr subnet = spec.network().subnet(node.subnet()).cidr();
      int index = all.size() / 2;
      String tunnel = spec.network().podCidr().address(FIRST_TUNNEL + index * BLOCK);
      tunnels.add(tunnel);
      List<Endpoint> both =
          List.of(
              new Host(node.name(), subnet.address(10 + index)),
              new Host(node.name() + " (tunnel)", tunnel));
      byName.put(node.name(), both);
      all.addAll(both);
    }
    byName.put("nodes", all);
    byName.put("control plane", byName(spec.controlPlane().name()));
  }

  private void addNamespace(String name, Predicate<String> namespaces) {
    List<Endpoint> pods =
        byName.values().stream()
            .flatMap(List::stream)
            .distinct()
            .filter(each -> each instanceof Pod pod && namespaces.test(pod.namespace()))
            .toList();
    byName.put(name, pods);
  }

  /** The API's own pod, and one that somebody else started there. */
  private void addApi(String domain) {
    add(domain, pod(domain, domain + "-api", Map.of("app", domain + "-api", "domain", domain)));
    add(domain, pod(domain, "stranger", Map.of()));
  }

  private void addWorkload(String line) {
    String[] words = line.split("\\s+");
    String[] label = words[3].split("=");
    add(words[0], pod(words[1], words[2], Map.of(label[0], label[1])));
  }

  private Pod pod(String namespace, String name, Map<String, String> labels) {
    return new Pod(namespace, name, labels, List.of(), nextAddress(), null);
  }

  private String nextAddress() {
    return spec.network().podCidr().address(++addresses);
  }

  private void add(String name, Endpoint endpoint) {
    byName.merge(
        name,
        List.of(endpoint),
        (first, second) -> Stream.concat(first.stream(), second.stream()).toList());
  }
}
