package io.clusterline.gitops.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.spec.Cluster;
import io.clusterline.testkit.SampleClusters;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the pods of the real charts find their places on eco2's machines. */
class ChartFitTest {

  private static final Cluster ECO2 = SampleClusters.eco2();

  /** All that Helm makes; a chart's own test is not run here. */
  static Stream<Workload> workloads() {
    return Inventories.all().stream()
        .flatMap(inventory ->
            inventory.workloads().stream().filter(workload -> !isTest(inventory, workload)));
  }

  private static boolean isTest(ChartInventory inventory, Workload workload) {
    return inventory.hooks().stream()
        .anyMatch(hook -> hook.object().equals(workload.object()) && hook.events().equals("test"));
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void givenAWorkloadOfARealChartWhenItsPodsLookForANodeThenSomeNodeOfEco2TakesThem(
      Workload workload) {
    List<String> takers = new ClusterRoom(ECO2).takers(workload);

    if (workload.isOnEveryNode()) {
      assertThat(takers).as(workload.object()).hasSameSizeAs(ECO2.spec().nodes());
    } else {
      assertThat(takers).as(workload.object()).isNotEmpty();
    }
  }

  /** The purpose of our largest cluster: the most demanding pods are placed first. */
  @Test
  void givenAllRealChartsWhenTheirRequestsAreSummedPerNodeThenEveryNodeHasRoom() {
    ClusterRoom room = new ClusterRoom(ECO2);

    workloads()
        .filter(workload -> !workload.hook())
        .sorted(
            Comparator.comparingInt(
                    (Workload workload) -> workload.requests().getOrDefault("memory", 0))
                .reversed())
        .forEach(room::place);

    assertThat(room.nodes()).allMatch(ClusterRoom.Node::hasRoom);
  }

  @Test
  void givenAWorkloadThatAsksForMoreThanAMachineHasWhenPlacedThenItHasNoRoom() {
    ClusterRoom room = new ClusterRoom(ECO2);
    Workload prometheus =
        workloads().filter(one -> one.kind().equals("Prometheus")).findFirst().orElseThrow();

    for (int i = 0; i < 4; i++) {
      room.place(prometheus);
    }

    assertThat(room.nodes()).anyMatch(node -> !node.hasRoom());
  }
}
