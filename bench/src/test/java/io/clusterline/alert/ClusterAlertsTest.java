package io.clusterline.alert;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The alerts of a cluster's own Prometheus, by what the exporters in eco2 would tell. */
@Timeout(300)
class ClusterAlertsTest {

  @TempDir private static Path folder;
  private static WatchedCluster cluster;

  @BeforeAll
  static void watchCluster() {
    cluster = new WatchedCluster(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** The alert is quiet about everything, and then fires about that. */
  private static void drill(String alert, Runnable cause, Map<String, String> labels) {
    cluster.prometheus().assertQuiet(alert, Map.of());
    cause.run();
    cluster.prometheus().awaitFiring(alert, labels);
  }

  private static Map<String, String> of(String node) {
    return Map.of("node", node);
  }

  @Test
  @DrillOf("ClusterlineNodeNotReady")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenTheNodesOfTheSpecificationWhenTheKubeletOfOneIsSilentThenItIsReported() {
    String node = cluster.nodes().get(1);
    drill("ClusterlineNodeNotReady", () -> cluster.exporters().set(node, "unknown"), of(node));
  }

  @Test
  @DrillOf("ClusterlineNodeCpuBusy")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAnIdleNodeWhenItsProcessorsAreInUseForLongThenItIsReported() {
    String node = cluster.nodes().get(2);
    drill("ClusterlineNodeCpuBusy", () -> cluster.exporters().machine(node).busy(0.97), of(node));
  }

  @Test
  @DrillOf("ClusterlineNodeMemoryShort")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenANodeWhenItsMemoryRunsShortThenItIsReported() {
    String node = cluster.nodes().get(3);
    drill(
        "ClusterlineNodeMemoryShort",
        () -> cluster.exporters().machine(node).memory(0.95),
        of(node));
  }

  @Test
  @DrillOf("ClusterlineNodeDiskFilling")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenANodeWhenItsRootVolumeFillsThenItIsReported() {
    String node = cluster.nodes().get(4);
    drill(
        "ClusterlineNodeDiskFilling", () -> cluster.exporters().machine(node).disk(0.9), of(node));
  }

  @Test
  @DrillOf("ClusterlineApplicationOutOfSync")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAnApplicationWhenItIsNotSyncedForLongThenItIsReported() {
    drill(
        "ClusterlineApplicationOutOfSync",
        () -> cluster.exporters().set("web", "OutOfSync"),
        Map.of("name", "web", "project", "prod"));
  }

  @Test
  @DrillOf("ClusterlineExternalSecretFailed")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAnExternalSecretWhenItsStoreRefusesItThenItIsReportedByItsOwnNamespace() {
    drill(
        "ClusterlineExternalSecretFailed",
        () -> cluster.exporters().set("jwt", "False"),
        Map.of("namespace", "auth", "name", "jwt"));
  }

  @Test
  @DrillOf("ClusterlineWorkloadDown")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAnApiAndABrokerWhenTheyHaveNoPodThenBothAreReported() {
    drill(
        "ClusterlineWorkloadDown",
        () -> {
          cluster.exporters().set("auth-api", "0");
          cluster.exporters().set("rabbitmq", "0");
        },
        Map.of("namespace", "auth", "workload", "auth-api"));
    cluster
        .prometheus()
        .awaitFiring(
            "ClusterlineWorkloadDown", Map.of("namespace", "messaging", "workload", "rabbitmq"));
  }

  @Test
  @DrillOf("ClusterlineDataTargetDown")
  void givenDatabasesWhenAnExporterLosesItsOwnAndATargetIsSilentThenBothAreReported() {
    drill(
        "ClusterlineDataTargetDown",
        () -> {
          cluster.exporters().set(ClusterExporters.REDIS, "0");
          cluster.exporters().stop("/rabbitmq");
        },
        Map.of("job", "monitoring/clusterline-redis", "namespace", "data"));
    cluster
        .prometheus()
        .awaitFiring(
            "ClusterlineDataTargetDown",
            Map.of("job", "monitoring/clusterline-rabbitmq", "namespace", "messaging"));
  }

  @Test
  @DrillOf("ClusterlineControlPlaneTargetDown")
  void givenTheControlPlaneWhenTheSchedulerDoesNotAnswerThenItIsReported() {
    drill(
        "ClusterlineControlPlaneTargetDown",
        () -> cluster.exporters().stop("/kube-scheduler"),
        Map.of("job", "kube-scheduler"));
  }

  /** On a cluster of its own: nothing else is reported without these two. */
  @Test
  @DrillOf("ClusterlineClusterUnwatched")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAWatchedClusterWhenItsExportersAreSilentThenItIsReported(@TempDir Path own) {
    String alert = "ClusterlineClusterUnwatched";
    try (WatchedCluster other = new WatchedCluster(own)) {
      other.prometheus().assertQuiet(alert, Map.of());
      other.exporters().stop(ClusterExporters.KUBE_STATE_METRICS);
      other.exporters().stop(ClusterExporters.ARGO_CD);

      other.prometheus().awaitFiring(alert, Map.of("job", "kube-state-metrics"));
      other.prometheus().awaitFiring(alert, Map.of("job", "argocd"));
    }
  }
}
