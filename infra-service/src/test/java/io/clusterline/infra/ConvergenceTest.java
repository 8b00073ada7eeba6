package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.stage.Address;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.SampleClusters;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.Instance;

/** After any crash between a create and its record, each resource exists once in the end. */
class ConvergenceTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final AtomicInteger BUILDS = new AtomicInteger();

  /** In turn, because launches are paced per region. */
  private static final List<String> REGIONS =
      List.of("us-west-2", "us-east-1", "us-east-2", "eu-west-1", "eu-central-1", "ap-northeast-2");

  @AfterEach
  void noFaults() {
    AWS.noFaults();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vpc",
        "internet-gateway",
        "subnet",
        "route",
        "route-table-association",
        "security-group",
        "security-group-rules",
        "ssh-key",
        "key-pair",
        "bucket",
        "role",
        "role-policy",
        "instance-profile",
        "elastic-ip",
        "elastic-ip-association",
        "instance"
      })
  void givenAWorkerKilledBeforeItsRecord_whenAnotherTakesOver_thenEachResourceExistsOnce(
      String kind) {
    DyingLedger ledger = new DyingLedger(kind);
    Build killed = new Build(SampleClusters.small("k-" + kind, region()), ledger, ledger::check);
    killed.apply();
    assertThat(ledger.isDead()).isTrue();

    Build next = killed.byAnotherWorker(ledger.durable());
    InfraStageTest.succeed(next.apply());

    assertEachThingOnce(next);
    assertThat(next.apply().changedNothing()).isTrue();
    InfraStageTest.succeed(next.removeAll());
    assertThat(World.leftovers(next)).isEmpty();
  }

  static List<String> creates() {
    return List.of(
        "CreateVpc",
        "CreateSubnet",
        "CreateInternetGateway",
        "AttachInternetGateway",
        "CreateRouteTable",
        "CreateRoute",
        "AssociateRouteTable",
        "CreateSecurityGroup",
        "AuthorizeSecurityGroupIngress",
        "ImportKeyPair",
        "AllocateAddress",
        "AssociateAddress",
        "RunInstances",
        "CreateRole",
        "CreateInstanceProfile",
        "AddRoleToInstanceProfile",
        "CreateBucket");
  }

  /** Each waits for the client's own retry: in a sample every third, others each day. */
  static Stream<String> someCreates() {
    boolean complete = "complete".equals(System.getProperty("clusterline.drill"));
    long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
    return IntStream.range(0, creates().size())
        .filter(number -> complete || (number + today) % 3 == 0)
        .mapToObj(creates()::get);
  }

  @ParameterizedTest
  @MethodSource("someCreates")
  void givenACallThatNeverArrived_whenBuilt_thenEachResourceExistsOnce(String action) {
    Build build =
        new Build(SampleClusters.small("cut-" + action.toLowerCase(Locale.ROOT), region()));
    AWS.faults(Map.of("action", action, "times", 1, "drop", true));

    InfraStageTest.succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(1);
    assertEachThingOnce(build);
  }

  @ParameterizedTest
  @MethodSource("creates")
  void givenACallThatRanButWhoseAnswerWasLost_whenBuilt_thenEachResourceExistsOnce(String action) {
    Build build =
        new Build(SampleClusters.small("lost-" + action.toLowerCase(Locale.ROOT), region()));
    AWS.faults(Map.of("action", action, "times", 1, "applyThenDrop", true));

    InfraStageTest.succeed(build.apply());

    assertThat(AWS.faultHits()).isEqualTo(1);
    assertEachThingOnce(build);
    AWS.noFaults();
    InfraStageTest.succeed(build.removeAll());
    assertThat(World.leftovers(build)).isEmpty();
  }

  @Test
  void givenWhatWasMadeIsSeenLate_whenBuilt_thenItIsWaitedForAndMadeOnce() {
    Build build = new Build(SampleClusters.small("late", region()));
    AWS.faults(Map.of("service", "ec2", "action", "(Create|Run|Allocate).*", "hideMillis", 700));

    InfraStageTest.succeed(build.apply());

    AWS.noFaults();
    assertEachThingOnce(build);
  }

  @Test
  void givenALostLedger_whenApplied_thenEverythingIsAdoptedByItsTags() {
    Build build = new Build(SampleClusters.small("adopted", region()));
    InfraStageTest.succeed(build.apply());
    var before = build.infrastructure();

    Build amnesiac = build.byAnotherWorker(new MemoryLedger());
    InfraStageTest.succeed(amnesiac.apply());

    assertThat(amnesiac.infrastructure()).isEqualTo(before);
    assertEachThingOnce(amnesiac);
  }

  @Test
  void givenAMachineMadeTwice_whenAppliedAgain_thenTheLedgersStaysAndTheOtherIsDeleted() {
    Build build = new Build(SampleClusters.small("twice", region()));
    InfraStageTest.succeed(build.apply());
    var ours = build.infrastructure().master();
    World.copyOf(build, ours.instanceId());

    InfraStageTest.succeed(build.apply());

    assertThat(World.instances(build)).hasSize(3);
    assertThat(World.instances(build)).extracting(Instance::instanceId).contains(ours.instanceId());
  }

  @Test
  void givenAFrozenWorkerThatWakesUp_whenItsLeaseIsLost_thenItChangesNothing() {
    DyingLedger ledger = new DyingLedger("account");
    Build frozen = new Build(SampleClusters.small("frozen", region()), ledger, ledger::check);

    var report = frozen.apply();

    assertThat(report.succeeded()).isFalse();
    assertThat(World.leftovers(frozen)).isEmpty();
    assertThat(report.failures()).containsKey(new Address("account", "caller"));
  }

  private static String region() {
    return REGIONS.get(BUILDS.getAndIncrement() % REGIONS.size());
  }

  private static void assertEachThingOnce(Build build) {
    assertThat(World.instances(build)).hasSize(3);
    assertThat(World.count(build))
        .isEqualTo(
            Map.of(
                "vpcs",
                1,
                "subnets",
                2,
                "gateways",
                1,
                "tables",
                1,
                "groups",
                5,
                "addresses",
                1,
                "keys",
                1));
  }
}
