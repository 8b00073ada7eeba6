package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.spec.AddonImages;
import io.clusterline.spec.ImagesAhead;
import io.clusterline.spec.NodeSpec;
import io.clusterline.testkit.SampleClusters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The images that are pulled ahead, against what the real charts run. */
class AddonImagesTest {

  private static final Path FILE = Path.of("../common/src/main/resources", AddonImages.FILE);

  /**
   * With the charts at hand, {@code ./clusterline chart-check CHARTS} writes inventories and list.
   */
  @Test
  void givenTheInventoriesWhenTheirImagesArePlacedThenThoseArePulledAhead() throws IOException {
    String placed = ImagePlaces.of(Inventories.CATALOGUE, Inventories::of).text();
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(FILE, placed);
    }
    assertThat(Files.readString(FILE))
        .as("run this test with -Dclusterline.regenerate=true to write the list anew")
        .isEqualTo(placed);
  }

  /** The scheduler's own judgement, of selectors and taints, is the other way to the same table. */
  @Test
  void givenEco2WhenEachPodIsPlacedThenItsImagesAreAheadOnThatNodeAndNoOthersAre() {
    SortedMap<String, SortedSet<String>> ahead = new TreeMap<>();
    SortedMap<String, SortedSet<String>> needed = new TreeMap<>();

    for (NodeSpec node : SampleClusters.eco2().spec().nodes()) {
      ahead.put(node.name(), new TreeSet<>(ImagesAhead.of(SampleClusters.eco2().spec(), node)));
      needed.put(node.name(), new TreeSet<>(images(node)));
    }

    assertThat(ahead).isEqualTo(needed);
  }

  private static List<String> images(NodeSpec node) {
    return Inventories.all().stream()
        .flatMap(chart -> chart.workloads().stream())
        .filter(workload -> !workload.kind().equals("Pod")) // tests that nobody runs
        .filter(workload -> NodeFit.takes(node, workload))
        .flatMap(workload -> workload.containers().stream())
        .flatMap(container ->
            container.name().equals("kube-prometheus-stack")
                ? List.of(
                    container.image(),
                    "quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1")
                    .stream()
                : List.of(container.image()).stream())
        .toList();
  }
}
