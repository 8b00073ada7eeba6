package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS would refuse half-way is found before the first change, and all of it at once. */
class PreflightTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final String VCPUS = "L-1216C47A";
  private static final String ADDRESSES = "L-0263D0A3";
  private static final String VPCS = "L-F678F1CE";
  private static final String RULES = "L-0EA8095F";

  @BeforeEach
  void count() {
    AWS.resetCalls();
  }

  @AfterEach
  void calm() {
    AWS.noFaults();
    AWS.quota(VCPUS, 1920);
    AWS.quota(ADDRESSES, 200);
    AWS.quota(VPCS, 200);
    AWS.quota(RULES, 60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a01-zone-2b.yaml   | spec.nodes[2].type: ap-northeast-2b offers none of t3a.medium (t3a.medium is offered in ap-northeast-2a and ap-northeast-2c)
          a01-us-east-1e.yaml | spec.nodes[2].type: us-east-1e offers none of t3a.medium (t3a.medium is offered in us-east-1a and us-east-1b and us-east-1c and us-east-1d and us-east-1f)
          """)
  void givenATypeThatTheZoneDoesNotOffer_whenBuilt_thenTheZonesThatOfferItAreNamedAndNothingIsMade(
      String file, String finding) {
    StageReport report = new Build(aCase(file)).apply();

    assertThat(report.failures()).containsOnlyKeys(new Address("offered-types", "zones"));
    assertThat(report.failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION);
          assertThat(failure).hasMessage(finding);
        });
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenTypesInOrderOfPreference_whenBuilt_thenTheFirstThatTheZoneOffersIsTakenAndStays() {
    Cluster small = SampleClusters.small("preferred");
    Build build = new Build(small);

    succeed(build.apply());

    assertThat(build.infrastructure().machines())
        .extracting(Machine::type)
        .containsExactly("t3a.medium", "t3a.medium", "t3.medium");
    assertThat(build.apply().changedNothing()).isTrue();
    String another =
        SampleClusters.smallText("preferred", "ap-northeast-2")
            .replace("[t3a.medium, t3.medium]", "[t3.large, t3.medium]");
    assertThat(build.withCluster(SampleClusters.parse(another)).apply().changedNothing()).isTrue();
  }

  @Test
  void givenNoRoomForThePreferredType_whenBuilt_thenTheNextIsTakenAndStaysWhenThereIsRoomAgain() {
    AWS.faults(
        Map.of(
            "service",
            "ec2",
            "action",
            "RunInstances",
            "body",
            "InstanceType=t3a.medium.*worker-2|worker-2.*InstanceType=t3a.medium",
            "code",
            "InsufficientInstanceCapacity",
            "status",
            500));
    Build build = new Build(SampleClusters.small("no-room", "eu-west-1"));

    succeed(build.apply());
    AWS.noFaults();

    assertThat(build.infrastructure().machines())
        .extracting(Machine::type)
        .containsExactly("t3a.medium", "t3a.medium", "t3.medium");
    assertThat(build.apply().changedNothing()).isTrue();
  }

  @Test
  void givenAnUnsupportedLaunch_whenBuilt_thenItIsFinal() {
    AWS.faultRules(fault("a01-unsupported.json"));
    Build build = new Build(aCase("a01-zone-2b.yaml", "unsupported", "eu-central-1"));

    ClusterlineException failure =
        build.apply().failures().get(new Address("instance", "worker-2"));

    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION);
    assertThat(failure).hasMessageContaining("choosing ap-northeast-2a, ap-northeast-2c");
    assertThat(AWS.faultHits()).isEqualTo(1);
  }

  @Test
  void givenAnAccountWithoutRoom_whenBuilt_thenAllThatIsShortIsFoundAtOnceBeforeTheFirstChange() {
    AWS.quota(VCPUS, 5);
    AWS.quota(ADDRESSES, 0);
    AWS.quota(VPCS, 1); // the default VPC

    StageReport report = new Build(SampleClusters.small("no-quota", "us-west-1")).apply();

    assertThat(report.failures())
        .containsOnlyKeys(
            new Address("quota", "vcpu"),
            new Address("count-quota", "elastic-ips"),
            new Address("count-quota", "vpcs"));
    assertThat(report.failures().values())
        .extracting(ClusterlineException::getMessage)
        .anyMatch(message -> message.contains("3 machines need 6 vCPUs"))
        .anyMatch(message -> message.contains("of the 0 that quota L-0263D0A3 allows"))
        .anyMatch(message -> message.contains("of the 1 that quota L-F678F1CE allows"));
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenFindingsOfEveryKind_whenBuilt_thenOneReportHasThemAllBeforeTheFirstChange() {
    AWS.quota(VCPUS, 5);
    AWS.quota(RULES, 10);
    String text =
        Repository.read("common/src/test/resources/cases/a01-zone-2b.yaml")
            .replaceFirst("region: .*", "$0\n    ami: {id: ami-0123456789abcdef0}");

    StageReport report = new Build(SampleClusters.parse(text)).apply();

    assertThat(report.failures())
        .containsOnlyKeys(
            new Address("image", "node"),
            new Address("offered-types", "zones"),
            new Address("quota", "vcpu"),
            new Address("rule-quota", "security-groups"));
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenRulesOfOthersInAGroup_whenMoreRangesAreAdded_thenBothAreCountedBeforeTheFirstChange() {
    String region = "eu-west-2";
    Build build = new Build(SampleClusters.small("rules", region));
    succeed(build.apply());
    World.openToOthers(build, "master", 40);
    AWS.resetCalls();

    assertThat(build.apply().changedNothing()).isTrue();
    String more =
        SampleClusters.smallText("rules", region)
            .replaceFirst("sshCidrs: \\[", "sshCidrs: [8.8.4.0/24, 8.8.8.0/24, ")
            .replaceFirst("apiCidrs: \\[", "apiCidrs: [8.8.4.0/24, 8.8.8.0/24, ");
    StageReport report = build.withCluster(SampleClusters.parse(more)).apply();

    assertThat(report.failures()).containsOnlyKeys(new Address("rule-quota", "security-groups"));
    assertThat(report.failures().values())
        .extracting(ClusterlineException::getMessage)
        .containsExactly(
            "spec.access: security group master comes to 63 rules, 40 of them there already and not"
                + " ours; quota L-0EA8095F allows 60 in eu-west-2");
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenACluster_whenBuilt_thenNoResourceHasMoreTagsOfOursThanTheReaderCounts() {
    Build build = new Build(SampleClusters.small("tags", "eu-west-2"));
    succeed(build.apply());

    assertThat(World.mostTags(build)).containsEntry("instance", 7).containsEntry("subnet", 8);
    assertThat(World.mostTags(build).values()).allMatch(count -> count <= 8);
  }

  @Test
  void givenASubnetOfSomebodyElseInTheVpc_whenItsRangeIsWanted_thenItIsNamedBeforeTheFirstChange() {
    String vpc = World.vpcOf("eu-west-1", "10.0.0.0/16", "10.9.0.0/16");
    String subnet = World.subnetIn("eu-west-1", vpc, "10.0.1.128/25");
    AWS.resetCalls();
    String text =
        SampleClusters.smallText("taken", "eu-west-1")
            .replaceFirst("network:", "network:\n    existingVpcId: " + vpc);

    StageReport report = new Build(SampleClusters.parse(text)).apply();

    assertThat(report.failures().values())
        .extracting(ClusterlineException::getMessage)
        .containsExactly(
            "spec.network.subnets[0].cidr: 10.0.1.0/24 overlaps 10.0.1.128/25 of "
                + subnet
                + ", which is in "
                + vpc
                + " already");
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void
      givenASubnetThatOthersHaveFilled_whenAMachineIsAdded_thenItsRoomIsNamedBeforeTheFirstChange() {
    String small =
        SampleClusters.smallText("full-subnet", "eu-west-2")
            .replace("cidr: 10.0.1.0/24", "cidr: 10.0.1.0/28");
    Build build = new Build(SampleClusters.parse(small));
    succeed(build.apply());
    World.fill(build, "subnet/public-a");
    AWS.resetCalls();

    assertThat(build.apply().changedNothing()).isTrue();
    String grown =
        small.replaceFirst(
            "(?m)^ +- \\{name: worker-1",
            "    - {name: worker-3, type: t3a.medium, subnet: public-a}\n$0");
    StageReport report = build.withCluster(SampleClusters.parse(grown)).apply();

    assertThat(report.failures()).containsOnlyKeys(new Address("subnet-room", "addresses"));
    assertThat(report.failures().values())
        .extracting(ClusterlineException::getMessage)
        .allMatch(message ->
            message.matches(
                "spec.nodes: subnet/public-a \\(subnet-\\w+\\) has 0 free addresses, and 1 machines are"
                    + " still to be launched there"));
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenAStandingCluster_whenItsQuotasAreTakenUp_thenTheSameSpecificationStillPasses() {
    Build build = new Build(SampleClusters.small("full", "us-west-1"));
    succeed(build.apply());
    AWS.quota(VCPUS, 0);
    AWS.quota(ADDRESSES, 0);
    AWS.quota(VPCS, 0);

    assertThat(build.apply().changedNothing()).isTrue();
  }

  @Test
  void givenQuotasThatWereNeverChanged_whenBuilt_thenAwssDefaultsCount() {
    AWS.faultRules(fault("quota-never-changed.json"));

    StageReport report = new Build(SampleClusters.small("default-quota", "us-west-1")).apply();

    assertThat(report.failures().get(new Address("quota", "vcpu")))
        .hasMessageContaining("of the 5 that quota L-1216C47A allows");
  }

  @Test
  void givenThatPolicyForbidsToReadQuotas_whenBuilt_thenTheChecksAreSkippedAndThatIsSaid() {
    AWS.faultRules(fault("b09-quota-read-denied.json"));
    Build build = new Build(SampleClusters.small("forbidden", "eu-central-1"));

    succeed(build.apply());

    assertThat(build.ledger().entries().get(new Address("count-quota", "vpcs")).value().get("done"))
        .hasToString("false");
    assertThat(AWS.faultHits()).isEqualTo(4);
    assertThat(build.remarks())
        .hasSize(4)
        .allMatch(remark ->
            remark.contains("was not checked: ServiceQuotas GetServiceQuota: AccessDenied"))
        .anyMatch(remark -> remark.startsWith("quota/vcpu: the quota of vCPUs "))
        .anyMatch(remark -> remark.startsWith("count-quota/vpcs: the quota of VPCs "));
  }

  @Test
  void givenThatPolicyForbidsToAskForOfferings_whenBuilt_thenTheTypesAreTriedInTheirOrder() {
    AWS.faults(
        Map.of(
            "action",
            "DescribeInstanceTypeOfferings",
            "code",
            "UnauthorizedOperation",
            "status",
            403));
    Build build = new Build(SampleClusters.small("blind"));

    succeed(build.apply());

    assertThat(build.infrastructure().machines().getLast().type()).isEqualTo("t3.medium");
  }

  @Test
  void givenAVpcThatDoesNotExist_whenBuilt_thenItIsTheUsersMistake() {
    StageReport report = new Build(aCase("a12-vpc-unknown.yaml")).apply();

    assertThat(report.failures().values())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION);
          assertThat(failure)
              .hasMessage(
                  "spec.network.existingVpcId: there is no vpc-0123456789abcdef0 in ap-northeast-2");
        });
    assertThat(World.changesCalled()).isEmpty();
  }

  @Test
  void givenAVpcWithASecondRange_whenThePodsWouldShareIt_thenRefusedBeforeTheFirstChange() {
    String vpc = World.vpcOf("ap-northeast-2", "10.0.0.0/16", "100.64.0.0/16");
    AWS.resetCalls();
    String yaml = text("a12-vpc-secondary.yaml").replaceFirst("vpc-0123456789abcdef0(?=\\s)", vpc);

    StageReport report = new Build(SampleClusters.parse(yaml)).apply();

    assertThat(report.failures().values())
        .extracting(ClusterlineException::getMessage)
        .contains("spec.network: 100.64.0.0/16 overlaps 100.64.0.0/16, a range of " + vpc);
    assertThat(World.changesCalled()).isEmpty();
  }

  private static Cluster aCase(String file) {
    return SampleClusters.parse(text(file));
  }

  private static Cluster aCase(String file, String name, String region) {
    return SampleClusters.parse(
        text(file)
            .replaceFirst("name: [a-z0-9-]+", "name: " + name)
            .replace("ap-northeast-2", region));
  }

  private static String text(String file) {
    return Repository.read("common/src/test/resources/cases/" + file);
  }

  private static String fault(String file) {
    return Repository.read("infra-service/src/test/resources/faults/" + file);
  }
}
