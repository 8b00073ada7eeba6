package io.clusterline.zerotrust.matrix;

import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.networkpolicy.NetworkPolicy.Rule;
import io.clusterline.networkpolicy.PolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sets of policies that differ from the right one in one thing. */
final class Mutants {

  /**
   * @param policy the one that was changed, {@code namespace/name}
   */
  record Mutant(String policy, String change, List<NetworkPolicy> policies) {
    @Override
    public String toString() {
      return policy + ": " + change;
    }
  }

  private final List<NetworkPolicy> policies;

  Mutants(List<NetworkPolicy> policies) {
    this.policies = policies;
  }

  /**
   * Without a policy; without a rule; a rule for everybody; a rule at every port of its protocol.
   */
  Stream<Mutant> all() {
    return IntStream.range(0, policies.size()).boxed().flatMap(this::ofPolicy);
  }

  private Stream<Mutant> ofPolicy(int index) {
    NetworkPolicy policy = policies.get(index);
    return Stream.of(
            Stream.of(mutant(index, "is not there", List.of())),
            ofRules(index, Direction.INGRESS, policy.ingress()),
            ofRules(index, Direction.EGRESS, policy.egress()))
        .flatMap(each -> each);
  }

  private Stream<Mutant> ofRules(int index, Direction direction, List<Rule> rules) {
    return IntStream.range(0, rules.size())
        .boxed()
        .flatMap(at -> {
          Rule rule = rules.get(at);
          String which = direction + " rule " + at + " " + rule.ports();
          return Stream.of(
              changed(index, direction, at, which + " is not there", each -> List.of()),
              changed(
                  index,
                  direction,
                  at,
                  which + " is for everybody",
                  each -> List.of(new Rule(List.of(), rule.ports()))),
              changed(
                  index,
                  direction,
                  at,
                  which + " is for every port",
                  each -> List.of(new Rule(rule.peers(), everyPort(rule)))));
        });
  }

  private static List<PolicyPort> everyPort(Rule rule) {
    return rule.ports().stream()
        .map(port -> new PolicyPort(port.protocol(), null, null, null))
        .distinct()
        .toList();
  }

  private Mutant changed(
      int index, Direction direction, int at, String change, UnaryOperator<List<Rule>> by) {
    NetworkPolicy policy = policies.get(index);
    boolean ingress = direction == Direction.INGRESS;
    List<Rule> rules = new ArrayList<>(ingress ? policy.ingress() : policy.egress());
    Rule old = rules.remove(at);
    rules.addAll(at, by.apply(List.of(old)));
    NetworkPolicy changed =
        new NetworkPolicy(
            policy.namespace(),
            policy.name(),
            policy.pods(),
            policy.directions(),
            ingress ? rules : policy.ingress(),
            ingress ? policy.egress() : rules);
    return mutant(index, change, List.of(changed));
  }

  private Mutant mutant(int index, String change, List<NetworkPolicy> instead) {
    NetworkPolicy policy = policies.get(index);
    List<NetworkPolicy> changed = new ArrayList<>(policies);
    changed.remove(index);
    changed.addAll(index, instead);
    return new Mutant(policy.namespace() + "/" + policy.name(), change, changed);
  }
}
