package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesException;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ManagedBy;
import io.clusterline.stage.Address;
import io.clusterline.stage.PlannedChange;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageTimes;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What the monitoring of one cluster gets, on a real API server with the operator's own schemas.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterMonitoringTest {

  private static final String OPERATED = "monitoring.coreos.com/v1";
  private static final String NAMESPACE = "monitoring";
  private static final Address RULES = Address.parse("alert-rules/clusterline-cluster");
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private static ApiServer server;
  private static KubernetesApi api;
  private static TestRun run;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    api = server.connect();
    run = new TestRun(server.kubeconfig(), Duration.ofSeconds(30));
    run.support.ran(StageName.INFRA, new StageTimes(BEGIN, BEGIN.plusMillis(12_300)));
    run.support.ran(StageName.ADDONS, new StageTimes(BEGIN.plusSeconds(60), null));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      run.close();
      api.close();
      server.close();
    }
  }

  @Test
  @Order(1)
  void givenAMonitoringWhenAppliedThenGrafanaAndPrometheusFindWhatIsMeantForThem() {
    assertThat(apply(eco2()).failures()).isEmpty();

    assertThat(names("v1", "ConfigMap", "grafana_dashboard=1"))
        .containsExactlyInAnyOrder(
            "clusterline-broker",
            "clusterline-build",
            "clusterline-build-history",
            "clusterline-calls",
            "clusterline-cluster",
            "clusterline-cost",
            "clusterline-line");
    assertThat(names(OPERATED, "PrometheusRule", "release=prometheus"))
        .containsExactlyInAnyOrder(
            "clusterline-alerts", "clusterline-cluster", "clusterline-recording");
    assertThat(names(OPERATED, "PodMonitor", "release=prometheus"))
        .containsExactlyInAnyOrder(
            "clusterline-argocd",
            "clusterline-external-secrets",
            "clusterline-rabbitmq",
            "clusterline-redis");
  }

  @Test
  @Order(2)
  void givenTheHistoryWhenReadThenEachStageOfTheBuildHasItsDuration() {
    assertThat(history())
        .contains("| infra | 2026-03-01T10:00:00Z | 2026-03-01T10:00:12Z | 12.3 |")
        .contains("| addons | 2026-03-01T10:01:00Z | not when this was written | |");
  }

  /** Also the history: a later build that changes nothing has other times. */
  @Test
  @Order(3)
  void givenAllIsThereWhenAppliedAgainThenNothingChanges() {
    String before = history();
    run.support.ran(StageName.INFRA, new StageTimes(BEGIN.plusSeconds(3600), null));

    assertThat(run.plan(eco2()))
        .extracting(PlannedChange::action)
        .containsOnly(PlannedChange.Action.KEEP);
    assertThat(apply(eco2()).outcomes().values()).containsOnly(Outcome.UNCHANGED);
    assertThat(history()).isEqualTo(before);
  }

  @Test
  @Order(4)
  void givenAnAlertThatSomebodyTookAwayWhenAppliedThenThePlanSaysSoAndItIsBack() {
    api.mergePatch(
        ref("PrometheusRule", "clusterline-cluster"),
        Manifests.parse("spec: {groups: []}").getFirst());

    assertThat(run.plan(eco2()))
        .filteredOn(change -> change.address().equals(RULES))
        .extracting(PlannedChange::action)
        .containsExactly(PlannedChange.Action.CHANGE);
    assertThat(apply(eco2()).outcomes()).containsEntry(RULES, Outcome.CHANGED);
    assertThat(rules()).contains("ClusterlineNodeNotReady");
  }

  @Test
  @Order(5)
  void givenOneNodeLessWhenAppliedThenItIsNoLongerExpected() {
    assertThat(rules()).contains("k8s-worker-ai");

    StageReport report = apply(Clusters.withoutNode(eco2(), "k8s-worker-ai"));

    assertThat(report.outcomes()).containsEntry(RULES, Outcome.CHANGED);
    assertThat(rules()).doesNotContain("k8s-worker-ai").contains("k8s-worker-storage");
  }

  @Test
  @Order(6)
  void givenAHistoryThatSomebodyChangedWhenAppliedThenItIsAsItWas() {
    String before = history();
    api.mergePatch(
        ObjectRef.namespaced("v1", "ConfigMap", NAMESPACE, "clusterline-build-history"),
        Manifests.parse("data: {clusterline-history.json: '{}'}").getFirst());

    apply(eco2());

    assertThat(history()).isEqualTo(before);
  }

  @ParameterizedTest
  @Order(7)
  @ValueSource(
      strings = {
        "[{alert: NoExpression, for: 5m}]",
        "[{alert: NoDuration, expr: up, for: soon}]",
        "[{alert: UnknownField, expr: up, severity: critical}]",
        "[{alert: NoText, expr: up, labels: {severity: [critical]}}]"
      })
  void givenAWrongRuleWhenAppliedThenTheStandInRefusesItAsTheOperatorsOwnSchemaDoes(String rules) {
    JsonNode manifest =
        Manifests.parse(
                """
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata: {name: wrong, namespace: monitoring}
                spec: {groups: [{name: one, rules: %s}]}
                """
                    .formatted(rules))
            .getFirst();

    assertThatThrownBy(() -> api.apply(manifest))
        .isInstanceOfSatisfying(
            KubernetesException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.KUBERNETES_REJECTED));
  }

  @Test
  @Order(8)
  void givenRulesThatAreSwitchedOffWhenPrunedThenTheyGoAndDashboardsStay() {
    Cluster without = eco2(Map.of("defaultRules", Map.of("create", false)));

    assertThat(run.prune(without).report().failures()).isEmpty();

    assertThat(names(OPERATED, "PrometheusRule", "release=prometheus")).isEmpty();
    assertThat(names("v1", "ConfigMap", "grafana_dashboard=1")).hasSize(7);
  }

  @Test
  @Order(9)
  void givenAMonitoringThatLeftTheSpecificationWhenPrunedThenAllOfItGoes() {
    Cluster without = Clusters.with(eco2(), List.of("cert-manager"), null, run.mirrors());

    assertThat(run.prune(without).report().failures()).isEmpty();

    assertThat(names("v1", "ConfigMap", "grafana_dashboard=1")).isEmpty();
  }

  private static StageReport apply(Cluster cluster) {
    try (FakeControllers controllers = new FakeControllers(api)) {
      return run.apply(cluster).report();
    }
  }

  private static Cluster eco2() {
    return eco2(Map.of());
  }

  private static Cluster eco2(Map<String, Object> values) {
    Cluster plain = Clusters.with(SampleClusters.eco2(), List.of(), null, run.mirrors());
    return Clusters.withAddons(
        plain,
        List.of(new AddonSpec("kube-prometheus-stack", null, values, ManagedBy.CLUSTERLINE)));
  }

  private static List<String> names(String apiVersion, String kind, String label) {
    return api
        .listMetadata(Selection.all(apiVersion, kind).in(NAMESPACE).withLabels(label))
        .stream()
        .map(object -> object.at("/metadata/name").asString())
        .toList();
  }

  private static String history() {
    JsonNode map =
        api.get(ObjectRef.namespaced("v1", "ConfigMap", NAMESPACE, "clusterline-build-history"))
            .orElseThrow();
    JsonNode board =
        Json.MAPPER.readTree(map.path("data").path("clusterline-history.json").asString());
    return board.at("/panels/0/options/content").asString();
  }

  private static String rules() {
    return api.get(ref("PrometheusRule", "clusterline-cluster")).orElseThrow().toString();
  }

  private static ObjectRef ref(String kind, String name) {
    return ObjectRef.namespaced(OPERATED, kind, NAMESPACE, name);
  }
}
