package io.clusterline.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.spec.AddonImages;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.ProbeImage;
import io.clusterline.testkit.SampleClusters;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeImagesTest {

  private static final String PROBE = ProbeImage.of(MirrorsSpec.NONE);

  private final CalicoRelease calico =
      new CalicoRelease(
          "v1",
          URI.create("https://example.test/calico.yaml"),
          "0".repeat(64),
          List.of("q/node"),
          List.of("q/ctl"));
  private final NodeImages images = NodeImages.of(Builds.cluster().spec(), calico);

  @Test
  void givenAWorkerWhenAskedThenItNeedsTheProxyAndTheAgent() {
    assertThat(images.of(NodeRole.WORKER))
        .containsExactly("registry.k8s.io/kube-proxy:v1.36.3", "q/node", PROBE);
  }

  @Test
  void givenTheControlPlaneWhenAskedThenItNeedsTheNetworksControllerToo() {
    assertThat(images.of(NodeRole.CONTROL_PLANE))
        .containsExactly("registry.k8s.io/kube-proxy:v1.36.3", "q/node", PROBE, "q/ctl");
  }

  @Test
  void givenAnAddonOfTheControlPlaneWhenAskedThenItsImageIsKnownThereAndNowhereElse() {
    NodeImages small = NodeImages.of(SampleClusters.small().spec(), calico);

    assertThat(small.ofAddons("master"))
        .containsExactly("registry.k8s.io/metrics-server/metrics-server:v0.8.1");
    assertThat(small.ofAddons("worker-1")).isEmpty();
    assertThat(small.ofAddons("of another cluster")).isEmpty();
  }

  /** Else a mirror would be passed over for them. */
  @Test
  void givenTheAddonsImagesWhenTheirRegistriesAreReadThenAMirrorAnswersForEach() {
    assertThat(AddonImages.bundled().charts())
        .flatExtracting(AddonImages.Chart::images)
        .extracting(placed -> placed.image().substring(0, placed.image().indexOf('/')))
        .isNotEmpty()
        .isSubsetOf(ImageSource.REGISTRIES);
  }
}
