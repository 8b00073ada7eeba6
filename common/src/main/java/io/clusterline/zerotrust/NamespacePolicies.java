package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.LabelSelector;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.Peer;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.zerotrust.Party.Addresses;
import io.clusterline.zerotrust.Party.Pods;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the policies of one namespace from the rows that concern it. */
final class NamespacePolicies {

  private final NamespaceSpec namespace;
  private final AddressRanges ranges;
  private final Map<LabelSelector, Draft> drafts = new LinkedHashMap<>();

  NamespacePolicies(NamespaceSpec namespace, AddressRanges ranges) {
    this.namespace = namespace;
    this.ranges = ranges;
  }

  /** A policy in the making, of the pods that its selector names. */
  private record Draft(String name, List<Rule> ingress, List<Rule> egress) {}

  /** First those that allow, then the one that denies all else. */
  List<NetworkPolicy> of(List<Dependency> rows) {
    rows.forEach(this::add);
    List<NetworkPolicy> policies = new ArrayList<>();
    drafts.forEach((pods, draft) -> policies.add(policy(pods, draft)));
    policies.add(
        new NetworkPolicy(
            namespace.name(),
            PolicySet.DEFAULT_DENY,
            LabelSelector.ALL,
            EnumSet.allOf(Direction.class),
            List.of(),
            List.of()));
    return policies;
  }

  private void add(Dependency row) {
    if (row.from() instanceof Pods pods && pods.namespaces().has(namespace)) {
      draft(pods).egress().add(new Rule(peers(row.to()), row.ports()));
    }
    if (row.to() instanceof Pods pods && pods.namespaces().has(namespace)) {
      draft(pods).ingress().add(new Rule(peers(row.from()), row.ports()));
    }
  }

  private Draft draft(Pods pods) {
    return drafts.computeIfAbsent(
        pods.selector(),
        selector ->
            new Draft(
                PolicySet.PREFIX + (pods.labels().isEmpty() ? "allow" : "allow-" + pods.text()),
                new ArrayList<>(),
                new ArrayList<>()));
  }

  private List<Peer> peers(Party party) {
    return switch (party) {
      case Pods pods -> List.of(pods.peer());
      case Addresses addresses -> ranges.peers(addresses);
    };
  }

  /** Isolates only for the directions that it has rules for; the rest is the denying one's. */
  private NetworkPolicy policy(LabelSelector pods, Draft draft) {
    Set<Direction> directions = EnumSet.noneOf(Direction.class);
    if (!draft.ingress().isEmpty()) {
      directions.add(Direction.INGRESS);
    }
    if (!draft.egress().isEmpty()) {
      directions.add(Direction.EGRESS);
    }
    return new NetworkPolicy(
        namespace.name(), draft.name(), pods, directions, draft.ingress(), draft.egress());
  }
}
