package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clusterline.gitops.Clusters;
import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.spec.AddonNames;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The sandbox's stand-in charts against the catalogue's values, rendered by Helm itself. */
class StandInChartsTest {

  private static final Path CHARTS = Path.of("..", "sandbox", "mirror", "charts");
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  static List<CatalogueEntry> entries() {
    return List.copyOf(CATALOGUE.entries());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenACatalogueEntry_whenItsStandInIsRead_thenVersionsAgreeAndItDescribesItself(
      CatalogueEntry entry) throws Exception {
    JsonNode chart =
        Manifests.parse(Files.readString(CHARTS.resolve(entry.name()).resolve("Chart.yaml")))
            .getFirst();

    assertThat(chart.path("version").asString()).isEqualTo(entry.version());
    assertThat(chart.path("appVersion").asString()).isEqualTo(entry.appVersion());
    assertThat(chart.at("/annotations").path("clusterline.io/stand-in").asString())
        .isEqualTo("true");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenEco2_whenRendered_thenEveryPodMayRunWhereTheSpecificationWants(CatalogueEntry entry)
      throws Exception {
    PlannedAddon addon = plan(SampleClusters.eco2(), entry);

    List<JsonNode> objects = render(addon);

    assertThat(objects).isNotEmpty();
    objects.stream()
        .filter(object -> List.of("Deployment", "StatefulSet").contains(kind(object)))
        .forEach(object -> assertPlaced(object.at("/spec/template/spec"), object));
    objects.stream()
        .filter(object -> List.of("Prometheus", "Alertmanager").contains(kind(object)))
        .forEach(object -> assertPlaced(object.path("spec"), object));
    objects.stream()
        .filter(object -> kind(object).equals("DaemonSet"))
        .forEach(object ->
            assertThat(object.at("/spec/template/spec/tolerations").toString())
                .contains("{\"operator\":\"Exists\"}"));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenSmall_whenRendered_thenNothingWaitsForALabelledNode(CatalogueEntry entry)
      throws Exception {
    List<String> all = new ArrayList<>(AddonNames.ALL);
    all.removeAll(AddonNames.OF_A_DOMAIN);
    assumeThat(all).contains(entry.name());
    Cluster cluster = Clusters.with(SampleClusters.small(), all, null, MirrorsSpec.NONE);

    List<JsonNode> objects = render(plan(cluster, entry));

    assertThat(objects).isNotEmpty();
    assertThat(objects.toString()).doesNotContain("\"workload\":\"");
  }

  /**
   * An aggregated API or a Job needs a real process; webhooks are compared with the real charts'.
   */
  @ParameterizedTest
  @MethodSource("entries")
  void givenAStandIn_whenRendered_thenItHoldsNothingThatOnlyARunningContainerCouldAnswer(
      CatalogueEntry entry) throws Exception {
    assertThat(render(plan(SampleClusters.eco2(), entry)))
        .extracting(StandInChartsTest::kind)
        .doesNotContain("APIService", "Job");
  }

  private static void assertPlaced(JsonNode podSpec, JsonNode object) {
    assertThat(podSpec.path("nodeSelector").toString())
        .as(kind(object) + " " + object.at("/metadata/name").asString())
        .containsAnyOf("control-plane", "\"workload\":");
    assertThat(podSpec.path("tolerations").isEmpty()).isFalse();
  }

  private static String kind(JsonNode object) {
    return object.path("kind").asString();
  }

  private static PlannedAddon plan(Cluster cluster, CatalogueEntry entry) {
    return AddonPlan.of(CATALOGUE, cluster, SampleInfrastructure.of("ssh-key"))
        .addon(entry.name())
        .orElseThrow();
  }

  private static List<JsonNode> render(PlannedAddon addon) throws Exception {
    try (UnpackedChart chart = UnpackedChart.of(CHARTS, addon.entry())) {
      return ChartCheck.render(addon, chart.directory());
    }
  }
}
