package io.clusterline.network.step;

import static io.clusterline.network.calico.CalicoObjects.CONTROLLERS;
import static io.clusterline.network.calico.CalicoObjects.NODE_AGENT;

import io.clusterline.event.Evidence.How;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.WorkloadHealth;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** calico-node is available on every node of the table, and its controller runs. */
public record CalicoReady(int nodes, CniComplete cni, Duration within)
    implements Step<ClusterNetwork, CalicoReady.Status> {

  /**
   * The observed status.
   *
   * @param nodes {@code 14/14}
   * @param how whether those containers really run
   */
  public record Status(String nodes, String controllers, How how) {}

  public static final Kind<ClusterNetwork, Status> KIND =
      Kind.withoutResource("calico-ready", Status.class);

  @Override
  public Kind<ClusterNetwork, Status> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "all";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Status> find(ClusterNetwork network) {
    return readStatus(network).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Status apply(ClusterNetwork network, Found<Status> found) {
    return network
        .kubernetes()
        .await(
            Wait.until("calico-node is available on " + nodes + " nodes")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.CNI_NOT_READY)
                .reporting(network::report),
            List.of(Selection.of(NODE_AGENT), Selection.of(CONTROLLERS)),
            () -> readStatus(network));
  }

  private Seen<Status> readStatus(ClusterNetwork network) {
    int available = available(network);
    WorkloadHealth agents = network.workloads().health(NODE_AGENT);
    if (available < nodes || !agents.healthy()) {
      return Seen.notYet(available + "/" + nodes + "; " + agents);
    }
    WorkloadHealth controllers = network.workloads().health(CONTROLLERS);
    return controllers.healthy()
        ? Seen.yes(
            new Status(
                available + "/" + nodes,
                controllers.detail(),
                network.simulated().kindOfEvidence()))
        : Seen.notYet(controllers.toString());
  }

  /** A DaemonSet that has not seen all nodes yet counts itself complete: so count against ours. */
  private static int available(ClusterNetwork network) {
    Optional<JsonNode> agents = network.kubernetes().get(NODE_AGENT);
    return agents.map(now -> now.path("status").path("numberAvailable").asInt(0)).orElse(0);
  }
}
