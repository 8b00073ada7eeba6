package io.clusterline.zerotrust;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.networkpolicy.PolicyPort;
import io.clusterline.networkpolicy.Verdict;
import io.clusterline.networkpolicy.Verdict.End.Isolated;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.Finding;
import io.clusterline.spec.NetworkPolicySpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the platform's own pods need of a set of policies: the rows of the dependency table about
 * kube-system and the add-ons. What a tier's pods need is their user's to decide.
 */
final class PlatformNeeds {

  private static final int NAMED = 3;

  private final ClusterSpec spec;
  private final Samples samples;
  private final PolicyEvaluator evaluator;

  PlatformNeeds(ClusterSpec spec, PolicySet policies) {
    this.spec = spec;
    this.samples = new Samples(spec);
    this.evaluator = new PolicyEvaluator(policies.all(), samples.namespaces());
  }

  /**
   * A finding for each additional policy that takes a connection from the platform.
   *
   * @param list the path of the policies in the specification
   */
  List<Finding> findings(String list) {
    Map<String, Set<String>> lost = lost();
    List<Finding> findings = new ArrayList<>();
    List<NetworkPolicySpec> additional = spec.networkPolicies().additional();
    for (int index = 0; index < additional.size(); index++) {
      NetworkPolicySpec policy = additional.get(index);
      String name = policy.namespace() + "/" + policy.name();
      if (lost.containsKey(name)) {
        findings.add(
            new Finding(
                list + "[" + index + "]",
                name,
                "cuts off a part of the platform: " + describe(lost.get(name)),
                "allow these connections in the policy too, or have it select other pods"));
      }
    }
    return findings;
  }

  /** The lost connections by the policies that isolate an end of them. */
  private Map<String, Set<String>> lost() {
    Map<String, Set<String>> lost = new LinkedHashMap<>();
    for (Dependency row : DependencyTable.of(spec)) {
      connections(row)
          .flatMap(this::isolating)
          .forEach(policy ->
              lost.computeIfAbsent(policy, any -> new LinkedHashSet<>()).add(describe(row)));
    }
    return lost;
  }

  private Stream<Connection> connections(Dependency row) {
    return samples.of(row.from(), "client").stream()
        .flatMap(from ->
            samples.of(row.to(), "server").stream()
                .flatMap(to -> connections(from, to, row.ports())));
  }

  private static Stream<Connection> connections(
      Endpoint from, Endpoint to, List<PolicyPort> ports) {
    return ports.stream()
        .flatMap(port ->
            Stream.ofNullable(port.number())
                .map(number -> new Connection(from, to, port.protocol(), number)));
  }

  /** The policies that isolate an end of it that is the platform's. */
  private Stream<String> isolating(Connection connection) {
    Verdict verdict = evaluator.evaluate(connection);
    return Stream.concat(
            isPlatform(connection.from()) ? Stream.of(verdict.egress()) : Stream.of(),
            isPlatform(connection.to()) ? Stream.of(verdict.ingress()) : Stream.of())
        .flatMap(end ->
            end instanceof Isolated isolated ? isolated.policies().stream() : Stream.<String>of());
  }

  private boolean isPlatform(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Pod pod
        && samples.platform().anyMatch(pod.namespace()::equals);
  }

  private static String describe(Dependency row) {
    return row + " (" + row.why() + ")";
  }

  private static String describe(Set<String> lost) {
    String first = String.join(", ", lost.stream().limit(NAMED).toList());
    return lost.size() > NAMED ? first + " and " + (lost.size() - NAMED) + " more" : first;
  }
}
