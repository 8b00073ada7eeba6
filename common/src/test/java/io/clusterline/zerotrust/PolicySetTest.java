package io.clusterline.zerotrust;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.networkpolicy.LabelSelector;
import io.clusterline.networkpolicy.NetworkPolicy;
import io.clusterline.networkpolicy.NetworkPolicy.Direction;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.Specifications;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policies of eco2, asked for connections. */
class PolicySetTest {

  private static final Cluster ECO2 = Specifications.read(Specifications.eco2());

  private final PolicySet policies = PolicySet.of(ECO2.spec());
  private final World world = new World(ECO2);

  @Test
  void givenNamespacesWithATierWhenTheirPoliciesAreMadeThenEachDeniesByDefaultInBothDirections() {
    List<NetworkPolicy> denials =
        policies.generated().stream()
            .filter(policy -> policy.name().equals(PolicySet.DEFAULT_DENY))
            .toList();

    assertThat(denials)
        .extracting(NetworkPolicy::namespace)
        .containsExactlyElementsOf(namespaces());
    assertThat(denials)
        .allSatisfy(policy -> {
          assertThat(policy.pods()).isEqualTo(LabelSelector.ALL);
          assertThat(policy.directions()).containsExactlyInAnyOrder(Direction.values());
          assertThat(policy.ingress()).isEmpty();
          assertThat(policy.egress()).isEmpty();
        });
  }

  /** In this order they are applied, so that nothing is cut off in between. */
  @Test
  void givenANamespaceWhenItsPoliciesAreMadeThenTheOneThatDeniesIsTheLast() {
    policies.generated().stream()
        .collect(Collectors.groupingBy(NetworkPolicy::namespace))
        .values()
        .forEach(own ->
            assertThat(own)
                .extracting(NetworkPolicy::name)
                .doesNotHaveDuplicates()
                .endsWith(PolicySet.DEFAULT_DENY));
  }

  @ParameterizedTest(name = "{0} -> {1}:{2} allowed: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # names: by the label that kube-system has, over both protocols, and CoreDNS alone (N-30)
          pod auth        | coredns           | 53/udp | true
          pod auth        | coredns           | 53     | true
          pod data        | coredns           | 53/udp | true
          pod auth        | metrics-server    | 10250  | false
          pod auth        | pod kube-system   | 53/udp | false
          # the load balancer arrives from a node; a pod of another API does not pass for it (N-28)
          nodes           | pod auth          | 8000   | true
          nodes           | pod auth          | 22     | false
          pod my          | pod auth          | 8000   | false
          internet        | pod auth          | 8000   | false
          nodes           | argocd-server     | 8080   | true
          nodes           | grafana           | 3000   | true
          nodes           | prometheus        | 9090   | true
          nodes           | atlantis          | 4141   | true
          nodes           | pod argocd        | 8080   | false
          # the API server, as it is addressed after translation (N-17)
          argocd-server   | api server        | 6443   | true
          pod cert-manager | api server       | 6443   | true
          prometheus      | api server        | 6443   | true
          atlantis        | api server        | 6443   | true
          pod auth        | api server        | 6443   | false
          aws-load-balancer-controller | metadata | 80  | true
          pod auth        | metadata          | 80     | false
          atlantis        | metadata          | 80     | false
          pod scan        | metadata          | 443    | false
          # sign-in with others leaves the cluster (N-29)
          pod auth        | internet          | 443    | true
          pod scan        | internet          | 443    | true
          pod chat        | internet          | 443    | true
          pod my          | internet          | 443    | false
          pod auth        | internet          | 80     | false
          pod auth        | nodes             | 443    | false
          pod data        | internet          | 443    | false
          argocd-server   | internet          | 443    | true
          # the data tier
          pod scan        | pod data          | 5432   | true
          pod scan        | pod data          | 6379   | true
          pod scan        | pod data          | 22     | false
          pod monitoring  | pod data          | 5432   | false
          pod argocd      | pod data          | 5432   | false
          pod messaging   | pod data          | 5432   | false
          pod data        | pod auth          | 8000   | false
          nodes           | pod data          | 5432   | false
          # the broker, its management and its metrics (N-32)
          pod chat        | pod messaging     | 5672   | true
          pod chat        | pod messaging     | 15672  | false
          prometheus      | pod messaging     | 15672  | true
          prometheus      | pod messaging     | 15692  | true
          prometheus      | pod messaging     | 5672   | false
          # Prometheus and nobody else reads metrics (N-32)
          prometheus      | pod auth          | 8000   | true
          grafana         | pod auth          | 8000   | false
          prometheus      | pod data          | 9187   | true
          prometheus      | pod argocd        | 8082   | true
          prometheus      | pod cert-manager  | 9402   | true
          prometheus      | coredns           | 9153   | true
          prometheus      | nodes             | 9100   | true
          prometheus      | nodes             | 10250  | true
          prometheus      | nodes             | 10257  | true
          prometheus      | nodes             | 10259  | true
          prometheus      | nodes             | 2381   | true
          prometheus      | nodes             | 22     | false
          grafana         | prometheus        | 9090   | true
          # Argo CD among itself (N-27)
          argocd-server   | pod argocd        | 6379   | true
          argocd-server   | pod argocd        | 8081   | true
          pod auth        | argocd-server     | 8080   | false
          # admission webhooks are called by the API server
          api server      | cert-manager-webhook | 10250 | true
          api server      | prometheus-operator  | 10250 | true
          api server      | aws-load-balancer-controller | 9443 | true
          api server      | pod data          | 10250  | false
          """)
  void givenEco2WhenAConnectionIsOpenedThenTheTableDecides(
      String from, String to, String port, boolean allowed) {
    assertThat(world.ask(from, to, port).isAllowed())
        .as("%s", world.ask(from, to, port))
        .isEqualTo(allowed);
  }

  @Test
  void givenTwoApisWhenOneConnectsToTheOtherThenItIsDeniedAtBothEnds() {
    List<String> apis =
        ECO2.spec().namespaces().stream()
            .filter(one -> "business-logic".equals(one.labels().get("tier")))
            .map(NamespaceSpec::name)
            .toList();
    assertThat(apis).hasSize(7);
    for (String from : apis) {
      apis.stream()
          .filter(to -> !to.equals(from))
          .forEach(to ->
              assertThat(world.ask("pod " + from, "pod " + to, "8000").toString())
                  .contains("egress isolated by " + from, "ingress isolated by " + to));
    }
  }

  /** What another node sends into the overlay carries the address of its tunnel (N-28). */
  @ParameterizedTest
  @CsvSource({"pod auth, 8000", "argocd-server, 8080", "cert-manager-webhook, 10250"})
  void givenATunnelWhenANodeConnectsThroughItThenItIsAllowedOnceItsAddressIsKnown(
      String to, String port) {
    List<NetworkPolicy> reachable =
        policies.all().stream()
            .map(policy -> PolicySet.reachableThrough(List.of(world.tunnel()), policy))
            .toList();

    assertThat(world.ask("tunnel", to, port).isAllowed()).isFalse();
    assertThat(new World(ECO2, reachable).ask("tunnel", to, port).isAllowed()).isTrue();
    assertThat(new World(ECO2, reachable).ask("pod my", to, port).isAllowed()).isFalse();
  }

  @Test
  void givenARepositoryAtAnotherPortWhenArgoCdReadsItThenThatIsOpenToArgoCdAlone() {
    String other =
        Specifications.eco2()
            .replace("https://github.com/eco2-team/backend", "https://git.example.org:2222/x/y");
    World moved = new World(Specifications.read(other));

    assertThat(moved.ask("pod argocd", "internet", "2222").isAllowed()).isTrue();
    assertThat(moved.ask("atlantis", "internet", "2222").isAllowed()).isFalse();
    assertThat(world.ask("pod argocd", "internet", "2222").isAllowed()).isFalse();
  }

  @Test
  void givenTheyAreSwitchedOffWhenMadeThenNothingIsIsolated() {
    Cluster open =
        Specifications.read(
            Specifications.eco2()
                .replace("  namespaces:", "  networkPolicies: {enabled: false}\n  namespaces:"));

    assertThat(PolicySet.of(open.spec()).all()).isEmpty();
  }

  @Test
  void givenANamespaceWithoutATierWhenMadeThenItGetsNoPolicies() {
    Cluster small =
        Specifications.read(
            Specifications.smallWith(
                "  addons:",
                "  namespaces: [{name: shop}, {name: db, labels: {tier: data}}]\n  addons:"));

    assertThat(PolicySet.of(small.spec()).generated())
        .extracting(NetworkPolicy::namespace)
        .containsOnly("db");
  }

  private static List<String> namespaces() {
    return ECO2.spec().namespaces().stream().map(NamespaceSpec::name).toList();
  }
}
