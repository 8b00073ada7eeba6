package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.Outside;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.zerotrust.PolicySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything in a cluster that can be one end of a connection, by the names that the tables use. No
 * pod's node is known, so that a connection counts as allowed only if it is wherever the pods run.
 */
final class World {

  /** Pods that no chart of the catalogue brings: who, namespace, pod, label. */
  private static final String WORKLOADS =
      """
      worker-storage workers worker-storage app=worker-storage
      worker-ai workers worker-ai app=worker-ai
      postgres data postgresql app=postgresql
      redis data redis app=redis
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

  World(Cluster cluster) {
    this.spec = cluster.spec();
    addNodes();
    List<String> apis = new ArrayList<>();
    spec.namespaces().stream()
        .filter(namespace -> "business-logic".equals(namespace.labels().get("tier")))
        .forEach(namespace -> {
          apis.add(namespace.name());
          addApi(namespace.name());
        });
    byName.put("APIs", apis.stream().flatMap(api -> named(api).stream()).toList());
    WORKLOADS.lines().forEach(this::addWorkload);
    ChartPods.all().forEach(pod -> add(pod.name(), pod.at(nextAddress())));
    addNamespace("Argo CD", "argocd"::equals);
    addNamespace("monitoring", "monitoring"::equals);
    addNamespace("kube-system", "kube-system"::equals);
    addNamespace("all pods with a tier", namespace -> !namespace.equals("kube-system"));
    byName.put("internet", List.of(new Outside("140.82.112.3")));
    byName.put("metadata", List.of(new Outside("169.254.169.254")));
    byName.put("resolver", List.of(new Outside(spec.network().vpcCidr().address(2))));
  }

  /** Who is meant by a list of names. */
  List<Endpoint> named(String names) {
    return Arrays.stream(names.split(", "))
        .flatMap(name -> {
          if (!byName.containsKey(name)) {
            throw new IllegalArgumentException("nobody is called " + name);
          }
          return byName.get(name).stream();
        })
        .toList();
  }

  /** The same, without the addresses of nodes' tunnels: nobody needs to connect to those. */
  List<Endpoint> targets(String names) {
    return named(names).stream().filter(each -> !tunnels.contains(each.address())).toList();
  }

  /** Pods with these labels, by name. */
  List<String> podsOf(String namespace, Map<String, String> labels) {
    return byName.values().stream()
        .flatMap(List::stream)
        .filter(Pod.class::isInstance)
        .map(Pod.class::cast)
        .filter(pod -> pod.namespace().equals(namespace))
        .filter(pod -> pod.labels().entrySet().containsAll(labels.entrySet()))
        .map(Pod::name)
        .distinct()
        .toList();
  }

  /** The number of a container port. */
  int port(String pod, String port) {
    return port.matches("\\d+") ? Integer.parseInt(port) : named(pod, port);
  }

  private int named(String pod, String port) {
    return named(pod).stream()
        .flatMap(each -> ((Pod) each).ports().stream())
        .filter(each -> each.name().equals(port))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pod + " has no port " + port))
        .number();
  }

  /** Everybody, each once. */
  Set<Endpoint> everybody() {
    return byName.values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Judges by these policies, as nodes with tunnels need them, and by those that charts bring. */
  PolicyEvaluator evaluator(Collection<NetworkPolicy> policies) {
    List<NetworkPolicy> all = new ArrayList<>(ChartPolicies.all());
    all.addAll(withTunnels(policies));
    return new PolicyEvaluator(all, namespaces());
  }

  /** The same without charts' own policies, which only ever allow more. */
  PolicyEvaluator oursAlone(Collection<NetworkPolicy> policies) {
    return new PolicyEvaluator(withTunnels(policies), namespaces());
  }

  private List<NetworkPolicy> withTunnels(Collection<NetworkPolicy> policies) {
    return policies.stream().map(policy -> PolicySet.reachableThrough(tunnels, policy)).toList();
  }

  private Map<String, Map<String, String>> namespaces() {
    Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
    Stream.of("default", "kube-system").forEach(name -> namespaces.put(name, Map.of()));
    for (NamespaceSpec namespace : spec.namespaces()) {
      namespaces.put(namespace.name(), namespace.labels());
    }
    return namespaces;
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
    byName.put("control plane", named(spec.controlPlane().name()));
  }

  private void addNamespace(String name, Predicate<String> namespaces) {
    List<Endpoint> pods =
        everybody().stream()
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
