package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryReader;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.gitops.step.MonitoringDashboard;
import io.clusterline.spec.AddonSpec;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ManagedBy;
import io.clusterline.stage.Address;
import io.clusterline.stage.StepGraph;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the monitoring's steps a specification gets. */
class MonitoringStepsTest {

  private static final Set<String> KINDS =
      Set.of("dashboard", "alert-rules", "pod-monitor", "build-history");

  @Test
  void givenTheMonitoringWhenComposedThenDashboardsRulesTargetsAndHistoryCome() {
    StepGraph<Platform> graph = compose(addon(Map.of(), ManagedBy.CLUSTERLINE));

    assertThat(ours(graph))
        .containsExactlyInAnyOrder(
            "dashboard/clusterline-broker",
            "dashboard/clusterline-build",
            "dashboard/clusterline-calls",
            "dashboard/clusterline-cluster",
            "dashboard/clusterline-cost",
            "dashboard/clusterline-line",
            "build-history/clusterline-build-history",
            "alert-rules/clusterline-recording",
            "alert-rules/clusterline-alerts",
            "alert-rules/clusterline-cluster",
            "pod-monitor/clusterline-argocd",
            "pod-monitor/clusterline-external-secrets",
            "pod-monitor/clusterline-rabbitmq",
            "pod-monitor/clusterline-redis");
  }

  @Test
  void givenOneOfItsStepsWhenComposedThenItWaitsUntilTheMonitoringIsHealthy() {
    AddonSpec monitoring = addon(Map.of(), ManagedBy.CLUSTERLINE);
    PlannedAddon planned =
        AddonPlan.of(Catalogue.bundled(), eco2(monitoring), SampleInfrastructure.of("ssh-key"))
            .addon(monitoring.name())
            .orElseThrow();
    var release = new HelmRelease(planned, new AddonNamespace("monitoring"), List.of());

    assertThat(
            compose(monitoring)
                .dependenciesOf(
                    new MonitoringDashboard("clusterline-line", new AddonHealthy(release))))
        .extracting(Address::toString)
        .containsExactly("addon-health/kube-prometheus-stack");
  }

  @Test
  void givenNoMonitoringWhenComposedThenNothingIsAddedForIt() {
    assertThat(ours(compose(new AddonSpec("cert-manager", null, Map.of(), ManagedBy.CLUSTERLINE))))
        .isEmpty();
  }

  /** Its release name, namespace and values are the repository's: nobody knows its selectors. */
  @Test
  void givenAMonitoringThatTheRepositoryInstallsWhenComposedThenNothingIsAddedForIt() {
    assertThat(ours(compose(addon(Map.of(), ManagedBy.GITOPS)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"grafana", "sidecar"})
  void givenNoGrafanaThatLoadsDashboardsWhenComposedThenOnlyRulesAndTargetsCome(String off) {
    Map<String, Object> grafana =
        off.equals("grafana")
            ? Map.of("enabled", false)
            : Map.of("sidecar", Map.of("dashboards", Map.of("enabled", false)));

    assertThat(ours(compose(addon(Map.of("grafana", grafana), ManagedBy.CLUSTERLINE))))
        .hasSize(7)
        .allMatch(step -> step.startsWith("alert-rules/") || step.startsWith("pod-monitor/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prometheus", "defaultRules"})
  void givenNoRulesAreWantedWhenComposedThenOnlyDashboardsCome(String off) {
    String field = off.equals("prometheus") ? "enabled" : "create";

    assertThat(ours(compose(addon(Map.of(off, Map.of(field, false)), ManagedBy.CLUSTERLINE))))
        .hasSize(7)
        .allMatch(step -> step.startsWith("dashboard/") || step.startsWith("build-history/"));
  }

  private static AddonSpec addon(Map<String, Object> values, ManagedBy by) {
    return new AddonSpec("kube-prometheus-stack", null, values, by);
  }

  private static Set<String> ours(StepGraph<Platform> graph) {
    return graph.addresses().stream()
        .filter(address -> KINDS.contains(address.kind()))
        .map(Address::toString)
        .collect(Collectors.toSet());
  }

  private static StepGraph<Platform> compose(AddonSpec addon) {
    StepGraph<Platform> graph = new StepGraph<>();
    new AddonsStage(
            Catalogue.bundled(),
            new Platform.Tools(
                null, null, null, RepositoryReader.NONE, Duration.ofMinutes(1), Clock.systemUTC()))
        .compose(graph, Clusters.ready(eco2(addon)));
    return graph;
  }

  private static Cluster eco2(AddonSpec addon) {
    return Clusters.withAddons(SampleClusters.eco2(), List.of(addon));
  }
}
