package io.clusterline.spec;

import static io.clusterline.spec.Specifications.read;
import static io.clusterline.spec.Specifications.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImmutableFieldsTest {

  /** Every optional field that the tests change, so that "before" has them all. */
  private static final String FULL =
      small()
          .replace("name: small ", "name: small\n  labels: {team: platform, cost: a} ")
          .replace(
              "version: \"1.36.3\"",
              "version: \"1.36.3\"\n    controlPlaneEndpoint: api.small.internal")
          .replace("  addons:\n", "  addons:\n    - name: aws-load-balancer-controller\n")
          .replace(
              "  aws:\n",
              """
                domain: example.org
                dns: {zoneId: Z1}
                namespaces: [{name: web}]
                ingress: {group: shops, hosts: [{name: shop, host: shop.example.org, namespace: web,
                  service: shop, port: 80, order: 1,
                  annotations: {alb.ingress.kubernetes.io/load-balancer-name: front}}]}
                mirrors: {images: registry.example.org, charts: "https://charts.example.org"}
                aws:
                  accountId: "111111111111"
                  permissionsBoundary: arn:aws:iam::111111111111:policy/boundary
              """)
          .replace(
              "public-a}\n    - {name: worker-2",
              "public-a, tags: {Team: a}}\n    - {name: worker-2");

  /**
   * @param piece of {@link #FULL}
   * @param path of the finding
   * @param from as the reason shows it
   * @param to as the finding's value shows it
   */
  record Change(String piece, String replacement, String path, String from, String to) {
    String field() {
      return path.replaceAll("\\[\\d+]", "[]");
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        new Change("name: small\n", "name: other\n", "metadata.name", "small", "other"),
        new Change("cost: a", "cost: b", "metadata.labels", "{cost=a}", "{cost=b}"),
        new Change(", cost: a", "", "metadata.labels", "{cost=a}", "absent"),
        new Change("cost: a", "cost: a, x: y", "metadata.labels", "absent", "{x=y}"),
        new Change(
            "\"111111111111\"",
            "\"222222222222\"",
            "spec.aws.accountId",
            "111111111111",
            "222222222222"),
        new Change(
            "    permissionsBoundary: arn:aws:iam::111111111111:policy/boundary\n",
            "",
            "spec.aws.permissionsBoundary",
            "arn:aws:iam::111111111111:policy/boundary",
            "absent"),
        new Change("\"1.36.3\"", "\"1.36.4\"", "spec.kubernetes.version", "1.36.3", "1.36.4"),
        new Change("\"1.36.3\"", "\"1.35.9\"", "spec.kubernetes.version", "1.36.3", "1.35.9"),
        new Change(
            "api.small.internal",
            "k8s.example.org",
            "spec.kubernetes.controlPlaneEndpoint",
            "api.small.internal",
            "k8s.example.org"),
        new Change(
            "  network:\n",
            "  network:\n    existingVpcId: vpc-01234567\n",
            "spec.network.existingVpcId",
            "absent",
            "vpc-01234567"),
        new Change(
            "vpcCidr: 10.0.0.0/16",
            "vpcCidr: 10.0.0.0/17",
            "spec.network.vpcCidr",
            "10.0.0.0/16",
            "10.0.0.0/17"),
        new Change(
            "  network:\n",
            "  network:\n    podCidr: 172.16.0.0/16\n",
            "spec.network.podCidr",
            "192.168.0.0/16",
            "172.16.0.0/16"),
        new Change(
            "  network:\n",
            "  network:\n    serviceCidr: 10.112.0.0/12\n",
            "spec.network.serviceCidr",
            "10.96.0.0/12",
            "10.112.0.0/12"),
        new Change(
            "10.0.2.0/24",
            "10.0.3.0/24",
            "spec.network.subnets[1].cidr",
            "10.0.2.0/24",
            "10.0.3.0/24"),
        new Change(
            "zone: ap-northeast-2b",
            "zone: ap-northeast-2c",
            "spec.network.subnets[1].zone",
            "ap-northeast-2b",
            "ap-northeast-2c"),
        new Change("{Team: a}", "{Team: b}", "spec.nodes[1].tags", "{Team=a}", "{Team=b}"),
        new Change(
            "registry.example.org",
            "other.example.org",
            "spec.mirrors.images",
            "registry.example.org",
            "other.example.org"),
        new Change("zoneId: Z1", "zoneId: Z2", "spec.dns.zoneId", "Z1", "Z2"),
        new Change("group: shops", "group: other", "spec.ingress.group", "shops", "other"),
        new Change("group: shops, ", "", "spec.ingress.group", "shops", "small"),
        new Change(
            "load-balancer-name: front",
            "load-balancer-name: other",
            "spec.ingress.hosts[].annotations",
            "front",
            "other"),
        new Change("name: master", "name: boss", "spec.nodes[].role", "master", "boss"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void givenAFieldThatNoStepChangesWhenChangedThenFieldAndBothValuesAndAFixAreNamed(Change change) {
    assertThat(FULL).contains(change.piece());
    Cluster after = read(FULL.replace(change.piece(), change.replacement()));

    assertThat(ImmutableFields.changed(read(FULL), after))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo(change.path());
          assertThat(finding.value()).isEqualTo(change.to());
          assertThat(finding.reason())
              .isEqualTo("was " + change.from() + " and cannot change on an existing cluster");
          assertThat(finding.fix()).isNotBlank();
        });
  }

  @Test
  void givenAnotherRegionWhenComparedThenRegionAndZonesAreNamed() {
    Cluster after = read(FULL.replace("ap-northeast-2", "ap-northeast-1"));
    assertThat(ImmutableFields.changed(read(FULL), after))
        .extracting(Finding::path)
        .containsExactly(
            "spec.aws.region", "spec.network.subnets[0].zone", "spec.network.subnets[1].zone");
  }

  @Test
  void givenASubnetMadePrivateWhenComparedThenThatIsNamed() {
    String spare =
        FULL.replace(
            "    subnets:\n",
            "    subnets:\n      - {name: spare, cidr: 10.0.9.0/24, zone: ap-northeast-2a, public: true}\n");
    Cluster after = read(spare.replaceFirst("public: true", "public: false"));
    assertThat(ImmutableFields.changed(read(spare), after))
        .extracting(Finding::path, Finding::value)
        .containsExactly(tuple("spec.network.subnets[0].public", "false"));
  }

  @Test
  void givenAWorkerThatBecomesTheControlPlaneWhenComparedThenTheControlPlanesNodeIsNamed() {
    String after =
        FULL.replace("name: worker-1", "name: worker-x")
            .replace("name: master", "name: worker-1")
            .replace("name: worker-x", "name: master")
            .replace(", tags: {Team: a}", "");
    assertThat(ImmutableFields.changed(read(FULL.replace(", tags: {Team: a}", "")), read(after)))
        .extracting(Finding::path, Finding::value)
        .containsExactly(tuple("spec.nodes[].role", "worker-1"));
  }

  @Test
  void givenTheSameSpecificationWhenComparedThenNothingIsFound() {
    assertThat(ImmutableFields.changed(read(FULL), read(FULL))).isEmpty();
  }

  @Test
  void givenWhatStepsChangeWhenComparedThenNothingIsFound() {
    String after =
        FULL.replace("203.0.113.0/24", "198.51.100.0/24")
            .replace("policy/boundary", "policy/another")
            .replace("accountId: \"111111111111\"", "roleArn: arn:aws:iam::111111111111:role/r")
            .replace("charts.example.org", "charts.example.com")
            .replace("name: worker-1, type: t3a.medium", "name: worker-1, type: t3a.large")
            .replace("name: worker-2", "name: worker-3")
            .replace("name: metrics-server", "name: cert-manager")
            .replaceFirst(
                "    subnets:\n",
                "    subnets:\n      - {name: public-c, cidr: 10.0.7.0/24, zone: ap-northeast-2c, public: true}\n");
    assertThat(ImmutableFields.changed(read(FULL), read(after))).isEmpty();
  }

  @Test
  void givenTheRangeOfAnExistingVpcWhenChangedThenItIsAStepThatComparesIt() {
    String existing = FULL.replace("  network:\n", "  network:\n    existingVpcId: vpc-01234567\n");
    Cluster after = read(existing.replace("vpcCidr: 10.0.0.0/16", "vpcCidr: 10.0.0.0/17"));
    assertThat(ImmutableFields.changed(read(existing), after)).isEmpty();
  }

  /** Nothing but its preflight: a zone, range or version that was wrong can be corrected. */
  @Test
  void givenABuildThatFailedEarlyWhenComparedThenWhatIsNotMadeYetCanChange() {
    Cluster after =
        read(
            FULL.replace("\"1.36.3\"", "\"1.36.4\"")
                .replace("zone: ap-northeast-2b", "zone: ap-northeast-2c")
                .replace("zone: ap-northeast-2a", "zone: ap-northeast-2c")
                .replace("cost: a", "cost: b"));

    assertThat(ImmutableFields.changed(read(FULL), after, Set.of("account/caller", "quota/vcpu")))
        .isEmpty();
    assertThat(
            ImmutableFields.changed(
                read(FULL), after, Set.of("vpc/main", "subnet/public-b", "prepared-node/master")))
        .extracting(Finding::path)
        .containsExactly("metadata.labels", "spec.network.subnets[1].zone");
    assertThat(ImmutableFields.changed(read(FULL), after, Set.of("control-plane/master")))
        .extracting(Finding::path)
        .containsExactly("spec.kubernetes.version");
  }

  /** Without hosts there is no load balancer that its group or name could still mean. */
  @Test
  void givenHostsThatAllLeaveOrComeWhenComparedThenTheirGroupAndNameMayToo() {
    Cluster without = read(FULL.replaceFirst("(?s)ingress: \\{group.*?\\}\\]\\}", "ingress: {}"));
    assertThat(without.spec().ingress().hosts()).isEmpty();

    assertThat(ImmutableFields.changed(read(FULL), without)).isEmpty();
    assertThat(ImmutableFields.changed(without, read(FULL))).isEmpty();
  }

  @Test
  void givenTheListThenEveryFieldOfItHasACaseHere() {
    List<String> covered =
        Stream.concat(
                changes().map(Change::field),
                Stream.of("spec.aws.region", "spec.network.subnets[].public"))
            .toList();
    assertThat(new TreeSet<>(ImmutableFields.paths())).isEqualTo(new TreeSet<>(covered));
    assertThat(ImmutableFields.paths()).doesNotHaveDuplicates();
  }
}
