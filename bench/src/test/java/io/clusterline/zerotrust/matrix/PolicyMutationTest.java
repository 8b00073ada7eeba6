package io.clusterline.zerotrust.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.zerotrust.PolicySet;
import io.clusterline.zerotrust.matrix.Mutants.Mutant;
import io.clusterline.zerotrust.matrix.Needs.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is open that no table lists, and the tables notice every rule that is lost or wide. */
class PolicyMutationTest {

  private static final List<NetworkPolicy> POLICIES = Eco2.POLICIES.generated();
  private static final Set<String> ISOLATED =
      POLICIES.stream().map(NetworkPolicy::namespace).collect(Collectors.toSet());
  private static final Closure CLOSURE = new Closure(ISOLATED);
  private static final List<Connection> UNLISTED = CLOSURE.unlisted();
  private static final List<Connection> NEEDED =
      Stream.concat(Eco2.CELLS.stream().filter(Cell::allowed), Eco2.NEEDS.stream().map(Need::cell))
          .flatMap(cell -> cell.connections().stream())
          .distinct()
          .toList();
  private static final Map<String, List<Connection>> NEEDED_BY_NAMESPACE = byNamespace(NEEDED);
  private static final Map<String, List<Connection>> UNLISTED_BY_NAMESPACE = byNamespace(UNLISTED);

  @Test
  void givenWhatNoTableListsThenItIsDeniedAtBothEnds() {
    PolicyEvaluator ours = Eco2.WORLD.oursAlone(POLICIES);

    assertThat(UNLISTED).hasSizeGreaterThan(100_000);
    assertThat(UNLISTED).filteredOn(each -> !CLOSURE.isDenied(ours, each)).isEmpty();
  }

  @Test
  void givenOneRuleLostOrOpenedThenSomeExpectationIsNoLongerMet() {
    List<Mutant> mutants =
        new Mutants(POLICIES).all().filter(mutant -> !isDefault(mutant)).toList();

    assertThat(mutants).hasSizeGreaterThan(200);
    assertThat(mutants).filteredOn(mutant -> !isNoticed(mutant)).isEmpty();
  }

  /** Most namespaces have a rule for both directions, which isolates too; this one needs none. */
  @Test
  void givenOnlyThePoliciesThatDenyThenNothingIsAllowed() {
    PolicyEvaluator denying =
        Eco2.WORLD.oursAlone(
            POLICIES.stream()
                .filter(policy -> policy.name().equals(PolicySet.DEFAULT_DENY))
                .toList());

    assertThat(Stream.concat(NEEDED.stream(), UNLISTED.stream()))
        .filteredOn(each -> !CLOSURE.isDenied(denying, each))
        .isEmpty();
  }

  private static boolean isDefault(Mutant mutant) {
    return mutant.policy().endsWith("/" + PolicySet.DEFAULT_DENY);
  }

  private static boolean isNoticed(Mutant mutant) {
    PolicyEvaluator ours = Eco2.WORLD.oursAlone(mutant.policies());
    String namespace = mutant.policy().substring(0, mutant.policy().indexOf('/'));
    return touching(NEEDED_BY_NAMESPACE, namespace)
            .anyMatch(each -> !ours.evaluate(each).isAllowed())
        || touching(UNLISTED_BY_NAMESPACE, namespace)
            .anyMatch(each -> !CLOSURE.isDenied(ours, each));
  }

  private static Stream<Connection> touching(
      Map<String, List<Connection>> connections, String namespace) {
    return connections.getOrDefault(namespace, List.of()).stream();
  }

  /** Under the namespaces of both ends. */
  private static Map<String, List<Connection>> byNamespace(List<Connection> connections) {
    Map<String, List<Connection>> byNamespace = new HashMap<>();
    for (Connection connection : connections) {
      Stream.of(connection.from(), connection.to())
          .flatMap(end -> end instanceof Pod pod ? Stream.of(pod.namespace()) : Stream.empty())
          .distinct()
          .forEach(namespace ->
              byNamespace.computeIfAbsent(namespace, any -> new ArrayList<>()).add(connection));
    }
    return byNamespace;
  }
}
