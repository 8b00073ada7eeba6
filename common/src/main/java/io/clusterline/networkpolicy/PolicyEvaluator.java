package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.Peer.IpBlock;
import io.clusterline.networkpolicy.Peer.Pods;
import io.clusterline.networkpolicy.Verdict.Allowed;
import io.clusterline.networkpolicy.Verdict.Denied;
import io.clusterline.networkpolicy.Verdict.End;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a set of policies allows, without a cluster. Where the API leaves a question to the network
 * plug-in, it answers as Calico does:
 *
 * <ul>
 *   <li>a range also matches the address of a pod or node within it,
 *   <li>a node always reaches its own pods, but a pod reaches its node only as its egress allows,
 *   <li>a pod always reaches itself.
 * </ul>
 */
public final class PolicyEvaluator {

  /** The label that every namespace has: its name. */
  public static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private final Map<String, List<NetworkPolicy>> policiesByNamespace;
  private final Map<String, Map<String, String>> namespaces;

  /**
   * @param namespaces labels by name, without {@link #NAMESPACE_NAME}
   */
  public PolicyEvaluator(
      Collection<NetworkPolicy> policies, Map<String, Map<String, String>> namespaces) {
    this.policiesByNamespace =
        policies.stream().collect(Collectors.groupingBy(NetworkPolicy::namespace));
    this.namespaces = new HashMap<>();
    namespaces.forEach((name, labels) -> {
      Map<String, String> all = new HashMap<>(labels);
      all.put(NAMESPACE_NAME, name);
      this.namespaces.put(name, all);
    });
  }

  /**
   * Whether the connection may be opened, and why.
   *
   * @throws IllegalArgumentException a pod of a namespace that is not among those given
   */
  public Verdict evaluate(Connection connection) {
    End egress = end(connection, Direction.EGRESS);
    End ingress = end(connection, Direction.INGRESS);
    return egress instanceof End.Isolated || ingress instanceof End.Isolated
        ? new Denied(egress, ingress)
        : new Allowed(egress, ingress);
  }

  private End end(Connection connection, Direction direction) {
    Endpoint self = direction == Direction.EGRESS ? connection.from() : connection.to();
    Endpoint peer = direction == Direction.EGRESS ? connection.to() : connection.from();
    if (!(self instanceof Pod pod)) {
      return new End.Open("not a pod");
    }
    labelsOf(pod); // an unknown namespace is a fault, also where no rule looks at it
    if (isSame(pod, peer)) {
      return new End.Open("the pod itself");
    }
    if (direction == Direction.INGRESS
        && peer instanceof Host host
        && host.node().equals(pod.node())) {
      return new End.Open("its own node");
    }
    List<NetworkPolicy> isolating =
        policiesByNamespace.getOrDefault(pod.namespace(), List.of()).stream()
            .filter(policy -> policy.directions().contains(direction))
            .filter(policy -> policy.pods().matches(pod.labels()))
            .toList();
    return isolating.isEmpty()
        ? new End.Open("no policy selects it")
        : decide(isolating, new Asked(connection, direction, peer));
  }

  private record Asked(Connection connection, Direction direction, Endpoint peer) {}

  private End decide(List<NetworkPolicy> isolating, Asked asked) {
    for (NetworkPolicy policy : isolating) {
      List<Rule> rules =
          asked.direction() == Direction.INGRESS ? policy.ingress() : policy.egress();
      OptionalInt allowing =
          IntStream.range(0, rules.size())
              .filter(index -> allows(policy, rules.get(index), asked))
              .findFirst();
      if (allowing.isPresent()) {
        return new End.AllowedBy(nameOf(policy), allowing.getAsInt());
      }
    }
    return new End.Isolated(isolating.stream().map(PolicyEvaluator::nameOf).sorted().toList());
  }

  private boolean allows(NetworkPolicy policy, Rule rule, Asked asked) {
    return (rule.ports().isEmpty()
            || rule.ports().stream().anyMatch(port -> port.matches(asked.connection())))
        && (rule.peers().isEmpty()
            || rule.peers().stream().anyMatch(peer -> matches(policy, peer, asked.peer())));
  }

  private boolean matches(NetworkPolicy policy, Peer peer, Endpoint endpoint) {
    return switch (peer) {
      case IpBlock block -> block.matches(endpoint.address());
      case Pods pods -> endpoint instanceof Pod pod && matches(policy, pods, pod);
    };
  }

  private boolean matches(NetworkPolicy policy, Pods peer, Pod pod) {
    LabelSelector namespaceSelector = peer.namespaces();
    LabelSelector podSelector = peer.pods();
    boolean namespaceMatches =
        namespaceSelector == null
            ? pod.namespace().equals(policy.namespace())
            : namespaceSelector.matches(labelsOf(pod));
    return namespaceMatches && (podSelector == null || podSelector.matches(pod.labels()));
  }

  private Map<String, String> labelsOf(Pod pod) {
    Map<String, String> labels = namespaces.get(pod.namespace());
    if (labels == null) {
      throw new IllegalArgumentException(pod + " is in a namespace that is not there");
    }
    return labels;
  }

  private static boolean isSame(Pod pod, Endpoint peer) {
    return peer instanceof Pod other
        && other.namespace().equals(pod.namespace())
        && other.name().equals(pod.name());
  }

  private static String nameOf(NetworkPolicy policy) {
    return policy.namespace() + "/" + policy.name();
  }
}
