package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.NetworkPolicyJson;
import io.clusterline.networkpolicy.Peer;
import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.NetworkPolicySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The network policies of a cluster.
 *
 * @param generated from the dependency table, for every namespace of the specification that has a
 *     tier; in each namespace the one that denies comes last. Empty where they are switched off
 * @param additional the user's own
 */
public record PolicySet(List<NetworkPolicy> generated, List<NetworkPolicy> additional) {

  /** Before every name, so that policies that a repository brings get no name of ours. */
  static final String PREFIX = "clusterline-";

  /** The name of the policy that denies what no other one of its namespace allows. */
  public static final String DEFAULT_DENY = PREFIX + "default-deny";

  public PolicySet {
    generated = List.copyOf(generated);
    additional = List.copyOf(additional);
  }

  /**
   * @throws io.clusterline.networkpolicy.InvalidNetworkPolicyException for a policy of the user's
   *     that Kubernetes would not take; the reader of specifications refuses it
   */
  public static PolicySet of(ClusterSpec spec) {
    return new PolicySet(
        generatedFor(spec),
        spec.networkPolicies().additional().stream().map(PolicySet::read).toList());
  }

  /** Both kinds. */
  public List<NetworkPolicy> all() {
    return Stream.concat(generated.stream(), additional.stream()).toList();
  }

  /**
   * The policy as it has to be where nodes have more addresses than those of the VPC: what comes
   * from another node through a tunnel comes from the address of that node's tunnel. In a generated
   * policy, every range that may connect to a pod stands for nodes.
   *
   * @param tunnels addresses without a prefix length
   */
  public static NetworkPolicy reachableThrough(List<String> tunnels, NetworkPolicy policy) {
    List<Rule> ingress = policy.ingress().stream().map(rule -> withTunnels(rule, tunnels)).toList();
    return new NetworkPolicy(
        policy.namespace(),
        policy.name(),
        policy.pods(),
        policy.directions(),
        ingress,
        policy.egress());
  }

  /** Whether nodes may connect to its pods. */
  public static boolean admitsNodes(NetworkPolicy policy) {
    return policy.ingress().stream().anyMatch(PolicySet::admitsNodes);
  }

  private static boolean admitsNodes(Rule rule) {
    return rule.peers().stream().anyMatch(IpBlock.class::isInstance);
  }

  private static Rule withTunnels(Rule rule, List<String> tunnels) {
    if (!admitsNodes(rule)) {
      return rule;
    }
    List<Peer> peers = new ArrayList<>(rule.peers());
    tunnels.forEach(tunnel -> peers.add(new IpBlock(tunnel + "/32", List.of())));
    return new Rule(peers, rule.ports());
  }

  static List<NetworkPolicy> generatedFor(ClusterSpec spec) {
    if (!spec.networkPolicies().enabled()) {
      return List.of();
    }
    List<Dependency> rows = DependencyTable.of(spec);
    AddressRanges ranges = AddressRanges.of(spec);
    return spec.namespaces().stream()
        .filter(PolicySet::isIsolated)
        .flatMap(namespace -> new NamespacePolicies(namespace, ranges).of(rows).stream())
        .toList();
  }

  private static boolean isIsolated(NamespaceSpec namespace) {
    return namespace.tier().isPresent();
  }

  static NetworkPolicy read(NetworkPolicySpec policy) {
    ObjectNode manifest = JsonMapper.shared().createObjectNode();
    manifest.put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
    manifest.putObject("metadata").put("namespace", policy.namespace()).put("name", policy.name());
    manifest.set("spec", JsonMapper.shared().valueToTree(policy.spec()));
    return NetworkPolicyJson.read(manifest);
  }
}
