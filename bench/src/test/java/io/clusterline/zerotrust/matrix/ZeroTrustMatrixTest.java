package io.clusterline.zerotrust.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.networkpolicy.Connection;
import io.clusterline.networkpolicy.Endpoint;
import io.clusterline.networkpolicy.PolicyEvaluator;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import io.clusterline.zerotrust.matrix.Needs.Need;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eco2's network policies allow what is needed, and nothing of what the tables deny. */
class ZeroTrustMatrixTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "zero-trust-matrix.md");
  private static final PolicyEvaluator POLICIES = Eco2.WORLD.evaluator(Eco2.POLICIES.all());

  static Stream<Cell> cells() {
    return Eco2.CELLS.stream();
  }

  static Stream<Need> needs() {
    return Eco2.NEEDS.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void givenACellOfTheMatrixThenEveryConnectionOfItIsJudgedSo(Cell cell) {
    assertThat(cell.connections()).isNotEmpty();
    assertThat(Judged.by(POLICIES, cell).faults()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("needs")
  void givenANeedOfAnAddonOrAWorkloadThenItIsAllowed(Need need) {
    assertThat(need.cell().connections()).isNotEmpty();
    assertThat(Judged.by(POLICIES, need.cell()).faults()).isEmpty();
  }

  @Test
  void givenSevenApisThenNoneReachesAnotherAtAnyPort() {
    List<Connection> pairs = pairsOfApis();

    assertThat(pairs).hasSize(7 * 6);
    assertThat(pairs)
        .noneMatch(pair -> POLICIES.evaluate(pair).isAllowed())
        .noneMatch(pair -> POLICIES.evaluate(atPort(pair, 80)).isAllowed());
  }

  /** A port whose monitor or webhook was forgotten would be a row that is not there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws-load-balancer-controller 9443",
        "cert-manager-webhook 10250",
        "external-secrets-webhook 10250",
        "prometheus-operator 10250",
        "metrics-server 10250",
        "coredns 9153",
        "grafana 3000",
        "alertmanager 9093",
        "alertmanager 8080",
        "kube-state-metrics 8080",
        "nodes 9100",
        "nodes 10249",
        "nodes 10250",
        "control plane 2381",
        "control plane 6443",
        "control plane 10257",
        "control plane 10259"
      })
  void givenTheInventoriesThenThisTargetIsAmongTheNeeds(String target) {
    assertThat(Eco2.NEEDS)
        .filteredOn(need -> need.source().startsWith("inventory of"))
        .extracting(need -> need.cell().to())
        .contains(target);
  }

  @Test
  void givenChartsWithPoliciesOfTheirOwnThenTheirContentIsHere() {
    List<String> inInventories =
        ChartPods.charts().stream()
            .flatMap(chart -> chart.objects().stream())
            .filter(object -> object.startsWith("NetworkPolicy "))
            .toList();

    assertThat(ChartPolicies.all())
        .extracting(policy -> "NetworkPolicy " + policy.namespace() + "/" + policy.name())
        .containsExactlyInAnyOrderElementsOf(inInventories);
  }

  @Test
  void givenTheMatrixWhenItIsWrittenThenItIsTheDocumentCheckedIn() throws IOException {
    String document = new MatrixDocument(POLICIES).text();
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(DOCUMENT, document);
    }
    assertThat(DOCUMENT)
        .as("run this test with -Dclusterline.regenerate=true to write the document anew")
        .hasContent(document);
  }

  private static List<Connection> pairsOfApis() {
    List<Endpoint> apis =
        Eco2.WORLD.named("APIs").stream().filter(pod -> pod.toString().endsWith("-api")).toList();
    return apis.stream()
        .flatMap(from ->
            apis.stream()
                .filter(to -> !to.equals(from))
                .map(to -> new Connection(from, to, Protocol.TCP, 8000)))
        .toList();
  }

  private static Connection atPort(Connection connection, int port) {
    return new Connection(connection.from(), connection.to(), connection.protocol(), port);
  }
}
