package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.SampleClusters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Builds against a stand-in that refuses calls as EC2 does: by its published token buckets. */
class ThrottlingTest {

  private static final AwsStandIn AWS = AwsStandIn.shared();

  @BeforeEach
  void fullBuckets() {
    AWS.throttle(true);
    AWS.resetCalls();
  }

  @AfterEach
  void restore() {
    AWS.throttle(true);
  }

  @Test
  void givenOneReplica_whenItBuildsThreeEco2AtOnce_thenItsOwnLimitersLeaveHardlyAnythingToThrottle()
      throws Exception {
    MeterRegistry metrics = new SimpleMeterRegistry();
    try (AwsClients clients = Build.clients(metrics)) {
      List<Build> builds = eco2s(3, "paced", "us-west-2", clients);

      buildAll(builds);

      int calls = AWS.calls().get("total").asInt();
      // At the full rate, calls that are held up on their way arrive together.
      assertThat(throttles()).as("throttles of %d calls", calls).isLessThan(calls / 10);
      assertThat(limiter(metrics, "available.permissions")).isBetween(0.0, 5.0);
    }
  }

  @Test
  void givenReplicasThatShareTheBuckets_whenEachBuildsEco2_thenThrottledAndNoneFails()
      throws Exception {
    MeterRegistry left = new SimpleMeterRegistry();
    MeterRegistry right = new SimpleMeterRegistry();
    try (AwsClients one = Build.clients(left);
        AwsClients another = Build.clients(right)) {
      List<Build> builds = new ArrayList<>(eco2s(1, "left", "us-east-1", one));
      builds.addAll(eco2s(1, "right", "us-east-1", another));

      buildAll(builds);

      assertThat(throttles()).isPositive();
      assertThat(refusalsSeen(left) + refusalsSeen(right)).isEqualTo(throttles());
    }
  }

  /** Otherwise its place is of chance, anywhere among the fourteen. */
  @Test
  void givenLaunchesThatQueue_whenEco2IsBuilt_thenTheControlPlaneIsAmongTheFirst()
      throws Exception {
    AwsSettings slow = slowLaunches();
    MeterRegistry metrics = new SimpleMeterRegistry();
    try (AwsClients clients = new AwsClients(slow, Resilience.measuredBy(metrics), metrics)) {
      Build build = new Build(eco2("first", "eu-west-1"), clients);

      buildOne(build);

      List<Instance> machines = World.instances(build);
      Instant first =
          machines.stream().filter(ThrottlingTest::isMaster).findFirst().orElseThrow().launchTime();
      assertThat(machines)
          .filteredOn(machine -> machine.launchTime().isBefore(first))
          .hasSizeLessThan(4);
    }
  }

  /** Two at once, and then one each second. */
  private static AwsSettings slowLaunches() {
    AwsSettings usual = AwsSettings.at(AWS.endpoint());
    return new AwsSettings(
        usual.endpoint(),
        usual.retry(),
        usual.breaker(),
        Map.of("RunInstances", new AwsSettings.Limit(2, 1)),
        usual.limitPatience(),
        usual.permissionsBoundary(),
        usual.externalId());
  }

  private static boolean isMaster(Instance machine) {
    return machine.tags().stream().anyMatch(tag -> tag.value().equals("k8s-master"));
  }

  private static List<Build> eco2s(int many, String name, String region, AwsClients clients) {
    List<Build> builds = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      builds.add(new Build(eco2(name + "-" + i, region), clients));
    }
    return builds;
  }

  private static Cluster eco2(String name, String region) {
    return SampleClusters.parse(
        SampleClusters.text("eco2.yaml")
            .replaceFirst("name: [a-z0-9-]+", "name: " + name)
            .replace("ap-northeast-2", region));
  }

  private static void buildAll(List<Build> builds) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      builds.forEach(build -> all.add(threads.submit(() -> buildOne(build))));
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  private static void buildOne(Build build) {
    InfraStageTest.succeed(build.apply());
    assertThat(World.instances(build)).hasSize(14);
  }

  private static int throttles() {
    return AWS.calls().get("throttled").asInt();
  }

  private static int refusalsSeen(MeterRegistry metrics) {
    return (int)
        metrics.find("clusterline.aws.throttled").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
  }

  private static double limiter(MeterRegistry metrics, String what) {
    return metrics
        .get("resilience4j.ratelimiter." + what)
        .tags("name", "aws/Ec2/own/us-west-2/RunInstances")
        .gauge()
        .value();
  }
}
