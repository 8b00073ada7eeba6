package io.clusterline.network.calico;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.network.ManifestServer;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.testkit.SampleClusters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ManifestDownloadTest {

  private final ManifestServer server = new ManifestServer();
  private final Downloads downloads =
      new Downloads(
          DownloadSettings.DEFAULT.withFirstPause(Duration.ofMillis(5)),
          Resilience.measuredBy(new SimpleMeterRegistry()));
  private final ManifestDownload download = new ManifestDownload(downloads);
  private final CalicoRelease release = CalicoRelease.bundled();
  private final URI manifest =
      release.manifest(new MirrorsSpec(null, server.base(), null, Map.of()));

  @AfterEach
  void close() {
    downloads.close();
    server.close();
  }

  @Test
  void givenNoMirror_whenAskedWhere_thenItIsCalicosOwnHomeOfThatVersion() {
    assertThat(release.manifest(MirrorsSpec.NONE))
        .hasToString(
            "https://raw.githubusercontent.com/projectcalico/calico/"
                + release.version()
                + "/manifests/calico.yaml");
  }

  @Test
  void givenAManifestThatIsNotThePinnedOne_whenRead_thenItIsRefused() {
    Cluster cluster = cluster(new MirrorsSpec(null, server.base(), null, Map.of()));

    assertThatThrownBy(() -> CalicoManifest.read(release, cluster.spec(), download))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH))
        .hasMessageContaining("not " + release.sha256());
  }

  @Test
  void givenAMirrorWhoseManifestTheSpecificationPins_whenRead_thenItIsThatOne() {
    Map<String, String> digests = Map.of(MirrorsSpec.CALICO, server.calicoDigest());
    Cluster cluster = cluster(new MirrorsSpec(null, server.base(), null, digests));

    assertThat(CalicoManifest.read(release, cluster.spec(), download).sha256())
        .isEqualTo(server.calicoDigest());
  }

  private static Cluster cluster(MirrorsSpec mirrors) {
    ObjectNode tree = (ObjectNode) SpecificationWriter.toTree(SampleClusters.small());
    tree.withObject("/spec").set("mirrors", Json.MAPPER.valueToTree(mirrors));
    return SpecificationReader.of(tree);
  }

  @Test
  void givenABusyMirror_whenRead_thenItIsTriedAgain() {
    server.failWith(503, 429);

    assertThat(new String(download.read(manifest, server.base()), StandardCharsets.UTF_8))
        .contains("calico-node");
    assertThat(server.requests()).isEqualTo(3);
  }

  @Test
  void givenNoSuchFile_whenRead_thenItIsNotTriedAgain() {
    URI missing = server.base().resolve("/calico/v0/calico.yaml");

    assertThatThrownBy(() -> download.read(missing, server.base()))
        .hasMessage(missing + " was answered with 404");
    assertThat(server.requests()).isEqualTo(1);
  }

  @Test
  void givenAMirrorThatStaysDown_whenRead_thenTheLastAnswerIsNamed() {
    server.failWith(503, 503, 503, 503);

    assertThatThrownBy(() -> download.read(manifest, server.base()))
        .hasMessage(manifest + " was answered with 503");
  }

  @Test
  void givenNoServerListens_whenRead_thenTheAddressIsNamed() {
    server.close();

    assertThatThrownBy(() -> download.read(manifest, server.base()))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DOWNLOAD_FAILED))
        .hasMessageStartingWith("no answer from " + manifest);
  }
}
