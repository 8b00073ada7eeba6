package io.clusterline.network;

import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.step.Namespace;
import io.clusterline.network.step.NamespaceLimits;
import io.clusterline.network.step.NamespacePolicy;
import io.clusterline.network.step.NamespaceQuota;
import io.clusterline.network.step.NodeTunnels;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import io.clusterline.zerotrust.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Adds what is in the namespaces before any pod is. */
final class NamespaceContents {

  private final StepGraph<ClusterNetwork> graph;
  private final NodeTunnels tunnels;
  private final PolicySet policies;

  NamespaceContents(StepGraph<ClusterNetwork> graph, NodeTunnels tunnels, ClusterSpec spec) {
    this.graph = graph;
    this.tunnels = tunnels;
    this.policies = PolicySet.of(spec);
  }

  /**
   * @param namespaces of the specification
   */
  void addTo(List<Namespace> namespaces) {
    for (Namespace namespace : namespaces) {
      addShares(namespace);
      addPolicies(namespace);
    }
    List<String> ours = namespaces.stream().map(Namespace::key).toList();
    policies.additional().stream()
        .filter(policy -> !ours.contains(policy.namespace())) // one that Kubernetes makes
        .forEach(policy -> graph.add(own(policy)));
  }

  /** The quota after the limits: by them pods say how much they want. */
  private void addShares(Namespace namespace) {
    List<Step<ClusterNetwork, ?>> before = new ArrayList<>();
    if (namespace.spec().limits() != null) {
      before.add(graph.add(new NamespaceLimits(namespace, namespace.spec().limits())));
    }
    if (!namespace.spec().quota().isEmpty()) {
      graph.after(before).add(new NamespaceQuota(namespace));
    }
  }

  /** What is allowed first, and only then all else is denied: nothing is cut off in between. */
  private void addPolicies(Namespace namespace) {
    List<NetworkPolicy> generated = of(namespace, policies.generated());
    var inNamespace = graph.after(namespace);
    List<Step<ClusterNetwork, ?>> allowing = new ArrayList<>(List.of(namespace));
    Stream.concat(
            generated.stream().filter(policy -> !isDenial(policy)).map(this::generated),
            of(namespace, policies.additional()).stream().map(NamespaceContents::own))
        .forEach(step -> allowing.add(inNamespace.add(step)));
    generated.stream()
        .filter(NamespaceContents::isDenial)
        .map(this::generated)
        .forEach(graph.after(allowing)::add);
  }

  private static List<NetworkPolicy> of(Namespace namespace, List<NetworkPolicy> policies) {
    return policies.stream()
        .filter(policy -> policy.namespace().equals(namespace.spec().name()))
        .toList();
  }

  private static boolean isDenial(NetworkPolicy policy) {
    return policy.name().equals(PolicySet.DEFAULT_DENY);
  }

  private NamespacePolicy generated(NetworkPolicy policy) {
    return new NamespacePolicy(
        policy, PolicySet.admitsNodes(policy) ? List.of(tunnels) : List.of());
  }

  private static NamespacePolicy own(NetworkPolicy policy) {
    return new NamespacePolicy(policy, List.of());
  }
}
