package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.gitops.monitoring.PodTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A PodMonitor that selects no pod, or asks a port that no pod has, is silent. */
class PodTargetsAgainstInventoryTest {

  private static final String NAME = "app.kubernetes.io/name";

  @ParameterizedTest
  @EnumSource
  void givenATargetWhenTheRealChartsAreReadThenAPodHasItsLabelAndItsPort(PodTarget target) {
    JsonNode spec = target.spec();
    String app = spec.at("/selector/matchLabels").path(NAME).asString();
    String port = spec.at("/podMetricsEndpoints/0/port").asString();

    assertThat(
            Inventories.entries().stream()
                .flatMap(entry -> Inventories.of(entry).standing().stream())
                .filter(workload -> app.equals(workload.labels().get(NAME))))
        .as("%s of %s", port, app)
        .anyMatch(workload -> has(workload, port));
  }

  private static boolean has(Workload workload, String port) {
    return workload.containers().stream()
        .flatMap(container -> container.ports().stream())
        .anyMatch(each -> each.startsWith(port + ":"));
  }
}
