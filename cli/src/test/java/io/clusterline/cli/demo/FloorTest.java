package io.clusterline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.SpecificationReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                .plusSeconds(100 + (4 + 5) * 1000 + 100_000 + 1_000_000));
  }

  @Test
  void givenABakedImageWhenAskedThenNeitherPackagesNorImagesCount() throws Exception {
    String text =
        Files.readString(Path.of("../deploy/clusters/eco2.yaml"))
            .replace(
                "    region: ap-northeast-2\n",
                "    region: ap-northeast-2\n    ami: {owner: self, name: n-*, baked: true}\n");

    assertThat(LatencyLowerBound.of(PROFILE, SpecificationReader.read(text, "eco2").spec()))
        .isEqualTo(
            Duration.ofMillis(3 + 10 + 100 + 1000)
                .plusSeconds((4 + 5) * 1000 + 100_000 + 1_000_000));
  }

  @Test
  void givenNoWaitsButKubeadmsWhenAskedThenThoseAreTheFloor() throws Exception {
    LatencyProfile none = LatencyProfile.read(Path.of("../sandbox/latency/none.json"));

    assertThat(LatencyLowerBound.of(none, specification("eco2"))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void givenAddonsWhenAskedForTheirChainThenVolumesComeAfterTheirDriver() throws Exception {
    assertThat(chain("")).isEqualTo(new AddonChain(0, 0));
    assertThat(chain("- name: metrics-server")).isEqualTo(new AddonChain(1, 0));
    assertThat(chain("- name: metrics-server\n    - name: aws-ebs-csi-driver"))
        .isEqualTo(new AddonChain(4, 0));
  }

  @Test
  void givenPodsThatMayRunOnAnyWorkerWhenAskedForTheirChainThenOnlyTheirImagesArePulledThen()
      throws Exception {
    assertThat(chain("- name: atlantis")).isEqualTo(new AddonChain(5, 1));
  }

  @Test
  void givenAnImageOfTheUsersOwnWhenAskedForItsChainThenItIsPulledThen() throws Exception {
    assertThat(chain("- {name: metrics-server, values: {image: {tag: v9}}}"))
        .isEqualTo(new AddonChain(1, 1));
  }

  private static AddonChain chain(String addons) throws Exception {
    String text =
        Files.readString(Path.of("../deploy/clusters/small.yaml"))
            .replace(
                "  addons:\n    - name: metrics-server",
                addons.isEmpty() ? "" : "  addons:\n    " + addons);
    return AddonChain.longest(SpecificationReader.read(text, "small").spec(), PROFILE);
  }

  private static ClusterSpec specification(String name) throws Exception {
    Path file = Path.of("../deploy/clusters", name + ".yaml");
    Cluster cluster = SpecificationReader.read(Files.readString(file), name);
    return cluster.spec();
  }
}
