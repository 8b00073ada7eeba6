package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.inventory.ChartInventory.Webhook;
import io.clusterline.spec.ValueKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue against the real charts, by their inventories. */
class ChartInventoryTest {

  static List<CatalogueEntry> entries() {
    return Inventories.entries();
  }

  /** Otherwise: {@code ./clusterline chart-check CHARTS} with the real charts. */
  @ParameterizedTest
  @MethodSource("entries")
  void givenACatalogueEntryWhenItsInventoryIsReadThenItIsOfThatChartAndTheseValues(
      CatalogueEntry entry) {
    ChartInventory inventory = Inventories.of(entry);

    assertThat(inventory.version()).isEqualTo(entry.version());
    assertThat(inventory.appVersion()).isEqualTo(entry.appVersion());
    assertThat(inventory.digest()).isEqualTo(entry.digest());
    assertThat(inventory.values())
        .as("the values that it was rendered with; run ./clusterline chart-check CHARTS")
        .isEqualTo(ChartCheck.valuesDigest(Inventories.eco2(entry)));
  }

  /** One that is older than its chart would be looked at by nobody. */
  @Test
  void givenTheInventoriesThatAreCheckedInWhenListedThenEachIsOfAPinnedChart() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/inventory"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Inventories.all().stream().map(ChartInventory::fileName).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void givenTheValuesOfTheCatalogueAndOfEco2WhenComparedThenTheChartKnowsEachOfThem(
      CatalogueEntry entry) {
    ValueKeys keys = ValueKeys.bundled(entry.name()).orElseThrow();

    assertThat(keys.version()).isEqualTo(entry.version());
    assertThat(ChartValueKeys.unknown(keys, Inventories.eco2(entry).values())).isEmpty();
  }

  @Test
  void givenAMisspeltValueWhenComparedThenTheRightNameIsProposed() {
    ValueKeys keys = ValueKeys.bundled("aws-ebs-csi-driver").orElseThrow();

    assertThat(
            ChartValueKeys.unknown(
                keys, Json.MAPPER.readTree("{\"controller\":{\"k8sTagClusterID2\":\"x\"}}")))
        .containsExactly(
            "controller.k8sTagClusterID2: the chart does not know it; did you mean"
                + " k8sTagClusterId?");
    assertThat(
            ChartValueKeys.unknown(
                keys,
                Json.MAPPER.readTree("{\"controller\":{\"extraVolumeTags\":{\"any\":\"x\"}}}")))
        .isEmpty();
  }

  /** Its values name httpGet, and its template copies the map into the pod. */
  @Test
  void givenAProbeThatTheChartCopiesWhenItsPeriodIsSetThenItIsKnownAndNonsenseIsNot() {
    ValueKeys keys = ValueKeys.bundled("aws-load-balancer-controller").orElseThrow();

    assertThat(
            ChartValueKeys.unknown(
                keys, Json.MAPPER.readTree("{\"readinessProbe\":{\"periodSeconds\":3}}")))
        .isEmpty();
    assertThat(
            ChartValueKeys.unknown(
                keys, Json.MAPPER.readTree("{\"readinessProbe\":{\"period\":3}}")))
        .hasSize(1);
  }

  /** Each of them refuses objects of others until its pod is Ready: the order of steps heeds it. */
  @Test
  void givenTheRealChartsWhenTheirWebhooksAreListedThenTheseRefuseForOthersWhileTheyStart() {
    assertThat(Inventories.all())
        .flatExtracting(ChartInventory::webhooks)
        .filteredOn(webhook -> webhook.isFailClosed() && webhook.namespaceSelector() == null)
        .extracting(Webhook::name)
        .containsExactlyInAnyOrder(
            "vingress.elbv2.k8s.aws",
            "mtargetgroupbinding.elbv2.k8s.aws",
            "vtargetgroupbinding.elbv2.k8s.aws",
            "vingressclassparams.elbv2.k8s.aws",
            "webhook.cert-manager.io",
            "validate.secretstore.external-secrets.io",
            "validate.clustersecretstore.external-secrets.io",
            "validate.externalsecret.external-secrets.io");
  }

  @Test
  void givenTheRealChartsWhenRenderedThenNoneMakesAnIngressUnlessToldTo() {
    assertThat(Inventories.all()).flatExtracting(ChartInventory::ingresses).isEmpty();
  }

  /** Helm deletes a claim of the chart with the release; one of a StatefulSet's template stays. */
  @Test
  void givenTheRealChartsWhenRenderedThenNoneMakesAVolumeClaimThatGoesWithItsRelease() {
    assertThat(Inventories.all())
        .flatExtracting(ChartInventory::objects)
        .isNotEmpty()
        .noneMatch(object -> object.startsWith("PersistentVolumeClaim "));
  }

  @Test
  void givenTheRealChartsWhenAddonsAreHealthyThenEveryOperatedWorkloadIsInSomeInventory() {
    for (CatalogueEntry entry : Inventories.entries()) {
      List<String> operators =
          Inventories.of(entry).workloads().stream()
              .filter(workload -> List.of("Prometheus", "Alertmanager").contains(workload.kind()))
              .map(workload ->
                  workload.kind().toLowerCase(java.util.Locale.ROOT)
                      + "-"
                      + workload.object().substring(workload.object().indexOf('/') + 1))
              .toList();

      assertThat(entry.operated())
          .extracting(CatalogueEntry.OperatedWorkload::name)
          .containsExactlyInAnyOrderElementsOf(operators);
    }
  }
}
