package io.clusterline.gitops.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.Clusters;
import io.clusterline.gitops.inventory.ChartInventory;
import io.clusterline.spec.AddonNames;
import io.clusterline.spec.AddonNamespace;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.PodSecurity;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CatalogueTest {

  private final Catalogue catalogue = Catalogue.bundled();

  @Test
  void givenTheCatalogue_whenRead_thenItHasExactlyTheNamesThatASpecificationMayUse() {
    assertThat(catalogue.entries())
        .extracting(CatalogueEntry::name)
        .containsExactlyInAnyOrderElementsOf(AddonNames.ALL);
  }

  @Test
  void givenTheCatalogue_whenRead_thenThoseForWorkersAreTheOnesThatASpecificationIsCheckedFor() {
    Map<String, String> onWorkers = new HashMap<>();
    catalogue
        .entries()
        .forEach(entry ->
            entry.placement().stream()
                .map(CatalogueEntry.Placement::on)
                .filter(on -> !on.equals("control-plane"))
                .forEach(on -> onWorkers.put(entry.name(), on)));

    assertThat(onWorkers).isEqualTo(AddonNames.ON_WORKERS);
  }

  @Test
  void givenTheCatalogue_whenRead_thenThoseOfADomainAreTheOnesThatASpecificationIsCheckedFor() {
    assertThat(catalogue.entries())
        .filteredOn(entry -> entry.requires().contains("domain"))
        .extracting(CatalogueEntry::name)
        .containsExactlyInAnyOrderElementsOf(AddonNames.OF_A_DOMAIN);
  }

  @Test
  void givenNoDomain_whenExternalDnsIsPlanned_thenTheErrorSaysWhatIsMissing() {
    Cluster cluster =
        Clusters.with(SampleClusters.small(), List.of("external-dns"), null, MirrorsSpec.NONE);

    assertThatThrownBy(() -> plan(cluster, "external-dns"))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION))
        .hasMessageContaining("external-dns needs spec.domain");
  }

  /** A record of somebody else's is never taken over, and none is deleted. */
  @Test
  void givenADomain_whenExternalDnsIsPlanned_thenItKeepsToItsOwnRecordsOfThatDomain() {
    JsonNode values = plan(SampleClusters.eco2(), "external-dns");

    assertThat(values.path("policy").asString()).isEqualTo("upsert-only");
    assertThat(values.path("registry").asString()).isEqualTo("txt");
    assertThat(values.path("txtPrefix").asString()).isEqualTo("_externaldns-");
    assertThat(values.path("txtOwnerId").asString()).isEqualTo("eco2");
    assertThat(values.path("domainFilters").toString()).isEqualTo("[\"growbin.app\"]");
  }

  @ParameterizedTest
  @CsvSource({"2Gi, 1610612736", "1000Mi, 786432000", "512M, 384000000"})
  void givenRedis_whenPlanned_thenItEvictsAtThreeQuartersOfItsMemoryLimit(
      String limit, long maxmemory) {
    Map<String, Object> values = Map.of("resources", Map.of("limits", Map.of("memory", limit)));
    Cluster cluster = Clusters.withValues(SampleClusters.eco2(), "redis", values);

    assertThat(plan(cluster, "redis").path("redisConfig").asString())
        .contains("maxmemory " + maxmemory + "\n")
        .contains("maxmemory-policy allkeys-lru");
  }

  @Test
  void givenAMemoryLimitThatIsNone_whenRedisIsPlanned_thenTheErrorNamesIt() {
    Map<String, Object> values = Map.of("resources", Map.of("limits", Map.of("memory", "much")));
    Cluster cluster = Clusters.withValues(SampleClusters.eco2(), "redis", values);

    assertThatThrownBy(() -> plan(cluster, "redis"))
        .hasMessageContaining("resources.limits.memory is no amount: 'much'");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, database, data",
    "redis, cache, data",
    "rabbitmq, message-queue, integration"
  })
  void givenEco2_whenTheDataTierIsPlanned_thenEachStandsOnItsOwnNodeAndToleratesItsTaint(
      String addon, String workload, String taint) {
    JsonNode values = plan(SampleClusters.eco2(), addon);

    assertThat(values.at("/nodeSelector/workload").asString()).isEqualTo(workload);
    assertThat(values.path("tolerations").toString())
        .contains("\"key\":\"domain\",\"operator\":\"Equal\",\"value\":\"" + taint + "\"");
  }

  @ParameterizedTest
  @CsvSource({"postgres, 50Gi", "rabbitmq, 10Gi"})
  void givenADataStore_whenPlanned_thenItsVolumeIsOfTheDefaultClassAndOutlivesItsPod(
      String addon, String size) {
    JsonNode storage = plan(SampleClusters.eco2(), addon).path("storage");

    assertThat(storage.path("className").asString()).isEqualTo("gp3");
    assertThat(storage.path("requestedSize").asString()).isEqualTo(size);
    assertThat(catalogue.entry(addon).needs()).containsExactly("aws-ebs-csi-driver");
  }

  /** G-17, G-18: a Secret of another name, or without a key, keeps pods from starting. */
  @Test
  void givenTheCataloguesSecrets_whenPlanned_thenTheValuesNameOnlyKeysThatAreMade() {
    for (CatalogueEntry entry : catalogue.entries()) {
      JsonNode values = plan(SampleClusters.eco2(), entry.name());
      for (CatalogueEntry.SecretTemplate secret : entry.secrets()) {
        assertThat(values.toString()).as(entry.name()).contains('"' + secret.name() + '"');
        assertThat(keysOf(values, secret.name()))
            .as(entry.name() + "/" + secret.name())
            .isSubsetOf(
                Stream.concat(secret.values().keySet().stream(), secret.generated().stream())
                    .toList());
      }
    }
    assertThat(catalogue.entry("rabbitmq").secrets().getFirst().values())
        .containsKey("default_user.conf");
  }

  private static List<String> keysOf(JsonNode values, String secret) {
    List<String> keys = new ArrayList<>();
    values
        .findValues("secretKeyRef")
        .forEach(reference -> {
          if (reference.path("name").asString("").equals(secret)) {
            keys.add(reference.path("key").asString());
          }
        });
    values.findValues("secretKey").forEach(key -> keys.add(key.asString()));
    return keys;
  }

  /** Network policies and Pod Security levels go by these. */
  @Test
  void givenTheCatalogue_whenRead_thenTheSpecificationKnowsTheNamespaceOfEveryAddon() {
    assertThat(AddonNamespace.ALL)
        .extracting(one -> one.addon() + " in " + one.namespace())
        .containsExactlyInAnyOrderElementsOf(
            catalogue.entries().stream()
                .filter(entry -> !entry.namespace().equals("kube-system"))
                .map(entry -> entry.name() + " in " + entry.namespace())
                .toList());
  }

  @Test
  void givenAChartWhosePodsUseTheirNodesNetwork_whenItsLevelIsAsked_thenItIsPrivileged() {
    assertThat(AddonNamespace.ALL)
        .allSatisfy(addon ->
            assertThat(usesNodesNetwork(addon.addon()))
                .as(addon.addon())
                .isEqualTo(addon.admittedBy() == PodSecurity.PRIVILEGED));
  }

  private boolean usesNodesNetwork(String addon) {
    CatalogueEntry entry =
        catalogue.entries().stream()
            .filter(one -> one.name().equals(addon))
            .findAny()
            .orElseThrow();
    return ChartInventory.of(entry).orElseThrow().workloads().stream()
        .anyMatch(ChartInventory.Workload::hostNetwork);
  }

  @Test
  void givenAnAddonThatNeedsAnother_whenItAloneIsWanted_thenTheOtherComesFirst() {
    assertThat(catalogue.closure(List.of("atlantis")))
        .extracting(CatalogueEntry::name)
        .containsExactly("aws-ebs-csi-driver", "atlantis");
  }

  @Test
  void givenAnUnknownName_whenPlanned_thenTheErrorNamesItAndWhatThereIs() {
    assertThatThrownBy(() -> catalogue.closure(List.of("istio")))
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION))
        .hasMessageContaining("'istio'")
        .hasMessageContaining("argo-cd");
  }

  @Test
  void givenEco2_whenPlanned_thenEveryMonitoringComponentIsPlacedOnTheMonitoringNode() {
    JsonNode values = plan(SampleClusters.eco2(), "kube-prometheus-stack");

    for (String component :
        List.of(
            "/prometheus/prometheusSpec",
            "/alertmanager/alertmanagerSpec",
            "/prometheusOperator",
            "/prometheusOperator/admissionWebhooks/patch",
            "/grafana",
            "/kube-state-metrics")) {
      assertThat(values.at(component).path("nodeSelector").path("workload").asString(""))
          .as(component)
          .isEqualTo("monitoring");
      assertThat(values.at(component).path("tolerations").toString())
          .as(component)
          .contains("observability");
    }
  }

  @Test
  void givenEco2_whenPlanned_thenWhatRunsOnTheControlPlaneToleratesBothItsTaints() {
    Cluster onlyNames =
        Clusters.with(SampleClusters.eco2(), List.of("argo-cd"), null, MirrorsSpec.NONE);

    JsonNode global = plan(onlyNames, "argo-cd").path("global");

    assertThat(global.path("tolerations").toString())
        .contains("node-role.kubernetes.io/control-plane")
        .contains("\"key\":\"role\",\"operator\":\"Equal\",\"value\":\"control-plane\"");
  }

  @Test
  void givenNoMonitoringNode_whenPlanned_thenNothingIsPinned() {
    Cluster cluster =
        Clusters.with(
            SampleClusters.small(), List.of("kube-prometheus-stack"), null, MirrorsSpec.NONE);

    JsonNode values = plan(cluster, "kube-prometheus-stack");

    assertThat(values.toString()).doesNotContain("nodeSelector");
  }

  @Test
  void givenValuesInTheSpecification_whenPlanned_thenTheyOverrideTheCatalogues() {
    JsonNode values = plan(SampleClusters.eco2(), "atlantis");

    assertThat(values.path("orgAllowlist").asString()).isEqualTo("github.com/SeSACTHON/*");
    assertThat(values.path("dataStorage").asString()).isEqualTo("20Gi");
  }

  @Test
  void givenTheSameSpecification_whenPlannedTwice_thenTheDigestIsTheSame() {
    assertThat(addon(SampleClusters.eco2(), "argo-cd").digest())
        .isEqualTo(addon(SampleClusters.eco2(), "argo-cd").digest());
  }

  @Test
  void givenTheClustersFacts_whenPlanned_thenTheLoadBalancerControllerKnowsThem() {
    JsonNode values = plan(SampleClusters.eco2(), "aws-load-balancer-controller");

    assertThat(values.path("clusterName").asString()).isEqualTo("eco2");
    assertThat(values.path("vpcId").asString()).isEqualTo("vpc-1");
    assertThat(values.path("region").asString()).isEqualTo("ap-northeast-2");
  }

  @Test
  void givenTheCatalogue_whenRead_thenEveryChartIsPinnedByItsDigest() {
    assertThat(catalogue.entries())
        .allSatisfy(entry -> assertThat(entry.digest()).as(entry.name()).matches("[0-9a-f]{64}"));
  }

  @Test
  void givenAnotherSpellingOfTheCataloguesVersion_whenPlanned_thenItIsStillThePinnedChart() {
    PlannedAddon pinned = addon(SampleClusters.eco2(), "cert-manager");

    assertThat(new PlannedAddon(pinned.entry(), "1.21.2", pinned.values()).pinnedDigest())
        .isEqualTo(pinned.entry().digest());
    assertThat(new PlannedAddon(pinned.entry(), "1.20.0", pinned.values()).pinnedDigest()).isNull();
  }

  /** The chart's versions begin with v, and people leave that out. */
  @Test
  void givenTheCaseOfAVersionWithoutItsV_whenPlanned_thenItIsThePinnedChart() {
    String written = Repository.read("common/src/test/resources/cases/a09-chart-without-v.yaml");
    PlannedAddon planned = addon(SampleClusters.parse(written), "cert-manager");

    assertThat(planned.version()).isEqualTo("1.21.2").isNotEqualTo(planned.entry().version());
    assertThat(planned.pinnedDigest()).isEqualTo(planned.entry().digest()).isNotNull();
  }

  @Test
  void givenTheEbsDriver_whenPlanned_thenItGetsNoTagThatItRefuses() {
    JsonNode controller = plan(SampleClusters.eco2(), "aws-ebs-csi-driver").path("controller");

    assertThat(controller.path("k8sTagClusterId").asString()).isEqualTo("eco2");
    assertThat(controller.path("extraVolumeTags").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("clusterline.io/cluster", "clusterline.io/vpc");
  }

  /**
   * Finding 12: with the chart's default each upgrade swaps the CA while pods serve the old one.
   */
  @Test
  void givenTheLoadBalancerController_whenPlanned_thenItsCertificateOutlivesAnUpgrade()
      throws IOException {
    JsonNode values = plan(SampleClusters.eco2(), "aws-load-balancer-controller");

    assertThat(values.path("keepTLSSecret").asBoolean(false)).isTrue();
    try (InputStream keys =
        getClass().getResourceAsStream("/chart-values/aws-load-balancer-controller.txt")) {
      assertThat(new String(keys.readAllBytes(), StandardCharsets.UTF_8).lines())
          .as("values that the pinned chart knows")
          .contains("keepTLSSecret");
    }
  }

  @Test
  void givenTwoAddonsOfTheRepository_whenPlanned_thenOnlyTheOthersAreInstalledByUs() {
    Cluster cluster = Clusters.fromRepository(SampleClusters.eco2(), "kube-prometheus-stack");

    AddonPlan plan = AddonPlan.of(catalogue, cluster, SampleInfrastructure.of("ssh-key"));

    assertThat(plan.addon("kube-prometheus-stack")).isEmpty();
    assertThat(plan.addons()).hasSize(AddonNames.ALL.size() - 1);
    assertThat(plan.fromRepository())
        .extracting(CatalogueEntry::name)
        .containsExactly("kube-prometheus-stack");
  }

  @Test
  void givenAtlantis_whenPlanned_thenItsCredentialsComeFromTheSecretAndItAsksForNoLoadBalancer() {
    PlannedAddon atlantis = addon(SampleClusters.eco2(), "atlantis");

    assertThat(atlantis.values().path("environmentSecrets"))
        .extracting(secret -> secret.path("name").asString())
        .contains("ATLANTIS_GH_USER", "ATLANTIS_GH_TOKEN", "ATLANTIS_GH_WEBHOOK_SECRET");
    assertThat(atlantis.hasIngress()).isFalse();
  }

  /** Finding 24: a claim of the chart's own is deleted with the release, and its volume with it. */
  @Test
  void givenAtlantis_whenPlanned_thenItsClaimIsOneThatOutlivesTheRelease() {
    JsonNode values = addon(SampleClusters.eco2(), "atlantis").values();

    assertThat(values.at("/volumeClaim/enabled").asBoolean(true)).isFalse();
    assertThat(values.path("dataStorage").asString("")).isNotBlank();
  }

  private JsonNode plan(Cluster cluster, String addon) {
    return addon(cluster, addon).values();
  }

  private PlannedAddon addon(Cluster cluster, String name) {
    return AddonPlan.of(catalogue, cluster, SampleInfrastructure.of("ssh-key"))
        .addon(name)
        .orElseThrow();
  }
}
