package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.AddonNames;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.SpecificationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorTest {

  /** Every input has a decimal place of its own, so that the sum shows how often each is in it. */
  private static final LatencyProfile PROFILE =
      new LatencyProfile("test", 1, 0.01, 0.1, 1, 10, 100, 1000, 100_000, 1_000_000);

  @Test
  void givenTheEcoClusterWhenAskedThenEveryInputCountsAsOftenAsItsOrderForces() throws Exception {
    ClusterSpec spec = specification("eco2");

    assertThat(LatencyLowerBound.of(PROFILE, spec))
        .isEqualTo(
            Duration.ofMillis(3 + 10 + 100 + 1000 + 10_000)
                .plusSeconds((1 + 5) * 100 + (4 + 5) * 1000 + 100_000 + 1_000_000));
  }

  @Test
  void givenNoWaitsButKubeadmsWhenAskedThenThoseAreTheFloor() throws Exception {
    LatencyProfile none = LatencyProfile.read(Path.of("../sandbox/latency/none.json"));

    assertThat(LatencyLowerBound.of(none, specification("eco2"))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void givenAddonsWhenAskedForTheirChainThenVolumesComeAfterTheirDriver() {
    assertThat(AddonChain.longest(List.of())).isZero();
    assertThat(AddonChain.longest(List.of("metrics-server", "argo-cd"))).isEqualTo(1);
    assertThat(AddonChain.longest(List.of("metrics-server", "aws-ebs-csi-driver"))).isEqualTo(4);
    assertThat(AddonChain.longest(List.of("atlantis"))).isEqualTo(5);
    assertThat(AddonChain.longest(AddonNames.ALL)).isEqualTo(5);
  }

  private static ClusterSpec specification(String name) throws Exception {
    Path file = Path.of("../deploy/clusters", name + ".yaml");
    Cluster cluster = SpecificationReader.read(Files.readString(file), name);
    return cluster.spec();
  }
}
