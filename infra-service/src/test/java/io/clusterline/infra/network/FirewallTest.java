package io.clusterline.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.infra.network.Rule.Group;
import io.clusterline.infra.network.Rule.Range;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.InvalidSpecificationException;
import io.clusterline.testkit.SampleClusters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallTest {

  private static final Cidr EVERYWHERE = Cidr.parse("0.0.0.0/0");

  private final Cluster eco2 = SampleClusters.eco2();
  private final Firewall firewall = new Firewall(eco2.spec());

  @ParameterizedTest
  @EnumSource(
      value = GroupName.class,
      names = {"MASTER", "API", "WORKER", "INFRA"})
  void givenAnyNodeGroup_whenAsked_thenSshOnlyFromTheSpecifiedRanges(GroupName group) {
    assertThat(sources(group, "tcp", 22))
        .containsExactlyElementsOf(
            eco2.spec().access().sshCidrs().stream().map(Range::new).toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = GroupName.class,
      names = {"MASTER", "API", "WORKER", "INFRA"})
  void givenAnyNodeGroup_whenAsked_thenVxlanAndKubeletFromEveryNodeGroup(GroupName group) {
    var everyNode = GroupName.NODES.stream().map(Group::new).toArray(Rule.Source[]::new);

    assertThat(sources(group, "udp", 4789)).containsExactlyInAnyOrder(everyNode);
    assertThat(sources(group, "tcp", 10250)).containsExactlyInAnyOrder(everyNode);
  }

  /** The specification's check counts the rules beforehand: both must say the same. */
  @Test
  void givenAsManyRangesAsASpecificationMayHave_whenAsked_thenNoGroupHasMoreThanSixtyRules() {
    ClusterSpec most = SampleClusters.parse(withSshRanges(42)).spec(); // and one for the API

    assertThat(GroupName.values())
        .extracting(group -> new Firewall(most).rulesOf(group).size())
        .allSatisfy(rules -> assertThat(rules).isLessThanOrEqualTo(60))
        .contains(60);
    assertThatThrownBy(() -> SampleClusters.parse(withSshRanges(43)))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining("61 rules of one security group; AWS allows 60");
  }

  private static String withSshRanges(int number) {
    String ranges =
        IntStream.rangeClosed(1, number)
            .mapToObj(i -> "198.51.100." + i + "/32")
            .collect(Collectors.joining(", "));
    return SampleClusters.smallText("small", "ap-northeast-2")
        .replace("sshCidrs: [203.0.113.0/24]", "sshCidrs: [" + ranges + "]");
  }

  /** Both count the rules for Prometheus by the same nodes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels: {workload: monitoring}",
        "labels: {workload: monitoring, role: api}",
        "labels: {role: infrastructure}"
      })
  void givenAClusterWithPrometheus_whenCounted_thenTheSpecificationsCheckSaysTheSame(String more) {
    String specification =
        withSshRanges(43)
                .replace("{name: worker-1,", "{name: worker-1, " + more + ",")
                .replace("{name: worker-2,", "{name: worker-2, labels: {workload: x},")
            + "    - name: kube-prometheus-stack\n";
    int own =
        new Firewall(
                    SampleClusters.parse(
                            specification.replaceFirst(
                                "sshCidrs: .*", "sshCidrs: [198.51.100.1/32]"))
                        .spec())
                .rulesOf(GroupName.MASTER)
                .size()
            - 2;

    assertThatThrownBy(() -> SampleClusters.parse(specification))
        .isInstanceOf(InvalidSpecificationException.class)
        .hasMessageContaining(own + " rules of the cluster's own");
  }

  @Test
  void givenTheMaster_whenAsked_thenApiFromSpecifiedRangesAndNodesAndEtcdFromItself() {
    assertThat(sources(GroupName.MASTER, "tcp", 6443))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    eco2.spec().access().apiCidrs().stream().map(Range::new),
                    GroupName.NODES.stream().map(Group::new))
                .map(Rule.Source.class::cast)
                .toList());
    assertThat(sources(GroupName.MASTER, "tcp", 2379)).containsExactly(new Group(GroupName.MASTER));
    assertThat(sources(GroupName.MASTER, "tcp", 30000)).isEmpty();
  }

  /**
   * Finding 7: closed to Prometheus they are four alerts for ever, open to all they tell too much.
   */
  @ParameterizedTest
  @ValueSource(ints = {2381, 10257, 10259, 9100, 10249})
  void givenAMonitoringNode_whenAsked_thenMetricsOfTheControlPlaneComeToItsGroupOnly(int port) {
    assertThat(sources(GroupName.MASTER, "tcp", port)).containsExactly(new Group(GroupName.INFRA));
  }

  @Test
  void givenNoMonitoringNode_whenAsked_thenMetricsAreOpenWherePrometheusRunsAndNowhereWithoutIt() {
    String small = SampleClusters.smallText("small", "ap-northeast-2");
    Firewall with =
        new Firewall(SampleClusters.parse(small + "    - name: kube-prometheus-stack\n").spec());
    Firewall without = new Firewall(SampleClusters.small().spec());

    assertThat(with.rulesOf(GroupName.MASTER))
        .filteredOn(rule -> rule.from() == 10257)
        .extracting(Rule::source)
        .containsExactly(new Group(GroupName.WORKER));
    assertThat(without.rulesOf(GroupName.MASTER)).noneMatch(rule -> rule.from() == 10257);
  }

  @ParameterizedTest
  @EnumSource(
      value = GroupName.class,
      names = {"API", "WORKER", "INFRA"})
  void givenAWorkerGroup_whenAsked_thenNodePortsOnlyFromTheLoadBalancer(GroupName group) {
    assertThat(sources(group, "tcp", 30000)).containsExactly(new Group(GroupName.ALB));
    assertThat(sources(group, "tcp", 6443)).isEmpty();
  }

  @Test
  void givenAnyGroupButTheLoadBalancers_whenAsked_thenNothingIsOpenToEverybody() {
    List<Rule> open =
        Arrays.stream(GroupName.values())
            .filter(group -> group != GroupName.ALB)
            .flatMap(group -> firewall.rulesOf(group).stream())
            .filter(rule -> rule.source().equals(new Range(EVERYWHERE)))
            .toList();

    assertThat(open).isEmpty();
  }

  @Test
  void givenNoDomain_whenAsked_thenNoGroupIsOpenToEverybody() {
    Firewall closed = new Firewall(SampleClusters.small().spec());

    assertThat(closed.rulesOf(GroupName.ALB)).isEmpty();
    assertThat(firewall.rulesOf(GroupName.ALB)).hasSize(2);
  }

  @Test
  void givenTheNodesOfEco2_whenGrouped_thenByRoleAndLabel() {
    var groups = eco2.spec().nodes().stream().map(GroupName::of).toList();

    assertThat(groups).filteredOn(GroupName.MASTER::equals).hasSize(1);
    assertThat(groups).filteredOn(GroupName.API::equals).hasSize(7);
    assertThat(groups).filteredOn(GroupName.WORKER::equals).hasSize(2);
    assertThat(groups).filteredOn(GroupName.INFRA::equals).hasSize(4);
  }

  private List<Rule.Source> sources(GroupName group, String protocol, int port) {
    return firewall.rulesOf(group).stream()
        .filter(rule -> rule.protocol().equals(protocol))
        .filter(rule -> rule.from() <= port && port <= rule.to())
        .map(Rule::source)
        .toList();
  }
}
