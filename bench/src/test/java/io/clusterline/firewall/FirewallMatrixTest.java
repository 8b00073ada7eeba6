package io.clusterline.firewall;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.network.Firewall;
import io.clusterline.infra.network.GroupName;
import io.clusterline.infra.network.Rule.Group;
import io.clusterline.spec.Cluster;
import io.clusterline.testkit.SampleClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a chart or kubeadm needs is shut, and the control plane's metrics are for few. */
class FirewallMatrixTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "firewall.md");
  private static final Cluster ECO2 = SampleClusters.eco2();
  private static final Firewall FIREWALL = new Firewall(ECO2.spec());
  private static final Set<Flow> FLOWS = new Flows(ECO2).all();

  private static final String HEAD =
      """
      # Who has to reach whom

      Generated from the inventories of the real charts, kubeadm's configuration and the specification of eco2; do not edit: run
      `mvn -pl bench -am test -Dtest=FirewallMatrixTest -Dclusterline.regenerate=true -Dsurefire.failIfNoSpecifiedTests=false`.
      The same test holds every row against the rules of the security groups, which let everything out and in only what is listed
      in `Firewall`. *From* and *to* are security groups. What leads to a pod travels in VXLAN, whatever the pod's own port is
      (9443 of the load balancer controller's webhook, 10250 of cert-manager's and metrics-server's): the rule that it needs is
      that of VXLAN, in both directions. *Listens at*: an address of the machine, never only the loopback.

      | flow | from | to | port | listens at |
      |---|---|---|---|---|
      """;

  static Stream<Flow> flows() {
    return FLOWS.stream();
  }

  @ParameterizedTest
  @MethodSource("flows")
  void givenAFlowThatIsNeededWhenTheRulesAreAskedThenItIsOpenAndSomebodyListens(Flow flow) {
    assertThat(flow.isHeard()).as("listens at " + flow.bind()).isTrue();
    assertThat(flow.isOpen(FIREWALL)).as(flow.toString()).isTrue();
  }

  /** A port that was closed once: the matrix has to find it, or it proves nothing. */
  @ParameterizedTest
  @ValueSource(ints = {2381, 4789, 6443, 9100, 10249, 10250, 10257, 10259})
  void givenTheChartsAndKubeadmWhenTheirFlowsAreListedThenThisPortIsAmongThem(int port) {
    assertThat(FLOWS).extracting(Flow::port).contains(port);
  }

  @ParameterizedTest
  @ValueSource(ints = {2381, 10257, 10259})
  void givenMetricsOfTheControlPlaneWhenAskedForThenTheyComeToTheMonitoringNodesGroupOnly(
      int port) {
    assertThat(FIREWALL.rulesOf(GroupName.MASTER))
        .filteredOn(rule -> rule.from() <= port && port <= rule.to())
        .allSatisfy(rule -> assertThat(rule.source()).isEqualTo(new Group(GroupName.INFRA)))
        .isNotEmpty();
  }

  @Test
  void givenAFlowThatNoRuleAdmitsWhenAskedThenItIsShut() {
    Set<GroupName> api = EnumSet.of(GroupName.API);

    assertThat(
            Flow.toMachine("", api, EnumSet.of(GroupName.MASTER), 10257, "10.0.1.10")
                .isOpen(FIREWALL))
        .isFalse();
    assertThat(Flow.toMachine("", api, api, 1, "127.0.0.1").isHeard()).isFalse();
  }

  @Test
  void givenTheFlowsWhenTheTableIsWrittenThenItIsTheOneCheckedIn() throws IOException {
    String table = FLOWS.stream().map(Flow::row).collect(Collectors.joining("\n", HEAD, "\n"));
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(DOCUMENT, table);
    }
    assertThat(DOCUMENT)
        .as("run this test with -Dclusterline.regenerate=true to write the table anew")
        .hasContent(table);
  }
}
