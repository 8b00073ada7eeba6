package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.zerotrust.PolicySet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything in a cluster that can be one end of a connection, by the names that the tables use. No
 * pod's node is known, so that a connection counts as allowed only if it is wherever the pods run.
 */
final class World {

  private final ClusterSpec spec;
  private final Map<String, List<Endpoint>> byName;
  private final List<String> tunnels;

  World(Cluster cluster) {
    this.spec = cluster.spec();
    Population population = new Population(spec);
    this.byName = population.byName();
    this.tunnels = population.tunnels();
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
}
