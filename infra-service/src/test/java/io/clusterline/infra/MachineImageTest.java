package io.clusterline.infra;

import static io.clusterline.infra.InfraStageTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The image of the machines: looked at before the first change, and pinned per machine. */
class MachineImageTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();
  private static final Address IMAGE = new Address("image", "node");
  private static final String JAMMY = "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-";

  @BeforeEach
  void count() {
    AWS.resetCalls();
  }

  @Test
  void givenTheCaseOfADebianImage_whenBuilt_thenItsNewestIsTakenAndTheLoginUserIsItsOwn() {
    Build build =
        new Build(
            SampleClusters.parse(
                Repository.read("common/src/test/resources/cases/a13-debian-ami.yaml")));

    succeed(build.apply());

    assertThat(build.infrastructure().sshUser()).isEqualTo("admin");
    assertThat(images(build))
        .containsOnly(World.imageNamed("ap-northeast-2", "debian-12-amd64-20261013-2636"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          debian | {family: debian}               | debian-13-amd64-20261013-2636 | admin
          ubuntu | {family: ubuntu}               | ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20261020 | ubuntu
          named  | {family: debian, user: deploy} | debian-13-amd64-20261013-2636 | deploy
          """)
  void givenAFamily_whenBuilt_thenItsNewestImageIsTakenWithItsLoginUser(
      String name, String ami, String image, String user) {
    Build build = new Build(small("family-" + name, "ap-southeast-2", ami));

    succeed(build.apply());

    assertThat(images(build)).containsOnly(World.imageNamed("ap-southeast-2", image));
    assertThat(build.infrastructure().sshUser()).isEqualTo(user);
  }

  @ParameterizedTest
  @CsvSource({
    "debian-13-amd64-20260811-2573, admin",
    "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260821, ubuntu"
  })
  void givenAnImageById_whenBuilt_thenItsOwnerTellsTheLoginUser(String image, String user) {
    String id = World.imageNamed("ap-southeast-1", image);
    Build build = new Build(small("by-id-" + user, "ap-southeast-1", "{id: " + id + "}"));

    succeed(build.apply());

    assertThat(images(build)).containsOnly(id);
    assertThat(build.infrastructure().sshUser()).isEqualTo(user);
  }

  @Test
  void givenAnImageOfNoKnownDistribution_whenBuilt_thenRefusedUntilTheSpecificationNamesOne() {
    String id = World.ownImage("ca-central-1", "golden", ArchitectureValues.X86_64, 8);
    Build build = new Build(small("golden", "ca-central-1", "{id: " + id + "}"));

    assertThat(refusal(build))
        .hasMessage(
            "spec.aws.ami: "
                + id
                + " (golden, of account 123456789012) is of no distribution that Clusterline"
                + " knows by its owner or name; write family: ubuntu or family: debian, whichever"
                + " it was made from");
    succeed(
        build
            .withCluster(small("golden", "ca-central-1", "{id: " + id + ", family: debian}"))
            .apply());
    assertThat(build.infrastructure().sshUser()).isEqualTo("admin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arm    | ARM64  | 8  | spec.aws.ami: %s (debian-arm) is for arm64; the machines are x86_64
          large  | X86_64 | 60 | spec.aws.ami: %s (debian-large) needs a disk of 60 GiB; spec.nodes[0].diskGiB is 30, spec.nodes[1].diskGiB is 30, spec.nodes[2].diskGiB is 30
          """)
  void givenAnImageThatDoesNotFit_whenBuilt_thenRefusedBeforeTheFirstChange(
      String name, ArchitectureValues processor, int gigabytes, String finding) {
    String id = World.ownImage("eu-south-1", "debian-" + name, processor, gigabytes);
    AWS.resetCalls();

    ClusterlineException failure =
        refusal(new Build(small("unfit-" + name, "eu-south-1", "{id: " + id + "}")));

    assertThat(failure).hasMessage(finding.formatted(id));
  }

  @Test
  void givenAnImageThatContradictsItsFamily_whenBuilt_thenBothAreNamed() {
    String id = World.imageNamed("eu-south-1", JAMMY + "20261020");

    assertThat(
            refusal(new Build(small("contrary", "eu-south-1", "{id: " + id + ", family: debian}"))))
        .hasMessageStartingWith("spec.aws.ami.family: debian, but " + id + " (ubuntu/")
        .hasMessageEndingWith("is an image of ubuntu; leave family out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {id: ami-0123456789abcdef0} | spec.aws.ami.id: there is no image ami-0123456789abcdef0 in eu-south-1, or it is not for this account
          {owner: "136693071363", name: debian-99-*} | spec.aws.ami: no image of 136693071363 in eu-south-1 is named debian-99-*
          """)
  void givenAnImageThatIsNotThere_whenBuilt_thenItIsNamedBeforeTheFirstChange(
      String ami, String finding) {
    assertThat(refusal(new Build(small("absent", "eu-south-1", ami)))).hasMessage(finding);
  }

  @Test
  void givenADeregisteredImage_whenANodeIsAdded_thenItGetsTheNewestThatFitsAndTheOthersStay() {
    String region = "ap-south-1";
    Build build = new Build(SampleClusters.small("b4", region));
    succeed(build.apply());
    List<String> before = ids(build);
    String old = World.imageNamed(region, JAMMY + "20261020");
    World.deregister(region, old);

    assertThat(build.apply().changedNothing()).isTrue();
    succeed(build.withNextGeneration(withOneMore(SampleClusters.smallText("b4", region))).apply());

    assertThat(ids(build)).containsAll(before).hasSize(4);
    assertThat(World.instances(build))
        .filteredOn(instance -> !before.contains(instance.instanceId()))
        .extracting(Instance::imageId)
        .containsExactly(World.imageNamed(region, JAMMY + "20260815"));
    assertThat(World.instances(build))
        .filteredOn(instance -> before.contains(instance.instanceId()))
        .extracting(Instance::imageId)
        .containsOnly(old);
    assertThat(pinned(build, "worker-1")).isEqualTo(old);
    assertThat(pinned(build, "worker-3")).isNotEqualTo(old);
    assertThat(build.apply().changedNothing()).isTrue();
  }

  @Test
  void givenADeregisteredImageById_whenANodeIsAdded_thenTheMachinesStayAndTheNewOneIsRefused() {
    String region = "sa-east-1";
    String id = World.ownImage(region, "debian-golden", ArchitectureValues.X86_64, 8);
    Build build = new Build(small("b4-id", region, "{id: " + id + "}"));
    succeed(build.apply());
    World.deregister(region, id);
    AWS.resetCalls();

    assertThat(build.apply().changedNothing()).isTrue();
    Cluster grown = withOneMore(smallText("b4-id", region, "{id: " + id + "}"));
    assertThat(refusal(build.withNextGeneration(grown)))
        .hasMessage(
            "spec.aws.ami.id: there is no image "
                + id
                + " in sa-east-1, or it is not for this account; worker-3 needs one");
    String another = World.ownImage(region, "debian-golden-2", ArchitectureValues.X86_64, 8);
    succeed(
        build
            .withNextGeneration(
                withOneMore(smallText("b4-id", region, "{owner: self, name: debian-golden*}")))
            .apply());
    assertThat(pinned(build, "worker-1")).isEqualTo(id);
    assertThat(pinned(build, "worker-3")).isEqualTo(another);
  }

  @Test
  void givenAnotherSelection_whenApplied_thenTheMachinesWouldBeReplacedAndThatNeedsAnApproval() {
    Build build = new Build(SampleClusters.small("moved", "eu-west-2"));
    succeed(build.apply());
    List<String> before = ids(build);

    var report = build.withCluster(small("moved", "eu-west-2", "{family: debian}")).apply();

    assertThat(report.failures().values())
        .extracting(ClusterlineException::code)
        .containsOnly(ErrorCode.REPLACEMENT_NOT_APPROVED)
        .hasSize(3);
    assertThat(ids(build)).isEqualTo(before);
  }

  private static ClusterlineException refusal(Build build) {
    AWS.resetCalls();
    var failures = build.apply().failures();
    assertThat(failures).containsOnlyKeys(IMAGE);
    assertThat(World.changesCalled()).isEmpty();
    ClusterlineException failure = failures.get(IMAGE);
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION);
    return failure;
  }

  private static Cluster small(String name, String region, String ami) {
    return SampleClusters.parse(smallText(name, region, ami));
  }

  private static String smallText(String name, String region, String ami) {
    return SampleClusters.smallText(name, region)
        .replaceFirst("region: " + region, "$0\n    ami: " + ami);
  }

  private static Cluster withOneMore(String text) {
    return SampleClusters.parse(
        text.replaceFirst(
            "(?m)^    - \\{name: worker-1",
            "    - {name: worker-3, type: t3a.medium, subnet: public-a}\n$0"));
  }

  private static Stream<String> images(Build build) {
    return World.instances(build).stream().map(Instance::imageId);
  }

  private static List<String> ids(Build build) {
    return World.instances(build).stream().map(Instance::instanceId).sorted().toList();
  }

  private static String pinned(Build build, String node) {
    return build
        .ledger()
        .entries()
        .get(new Address("instance", node))
        .value()
        .get("imageId")
        .stringValue();
  }
}
