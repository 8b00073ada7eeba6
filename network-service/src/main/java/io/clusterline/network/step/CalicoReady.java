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

/** calico-node is available on every node of the table, and its controller runs. */
public record CalicoReady(List<String> nodes, CniComplete cni, Duration within)
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
            Wait.until("calico-node is available on " + nodes.size() + " nodes")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.CNI_NOT_READY)
                .reporting(network::report),
            List.of(Selection.of(NODE_AGENT), Selection.of(CONTROLLERS)),
            () -> readStatus(network));
  }

  private Seen<Status> readStatus(ClusterNetwork network) {
    Seen<String> agents = new NodeAgents(NODE_AGENT, nodes).look(network);
    if (agents.value().isEmpty()) {
      return Seen.notYet(agents.description());
    }
    WorkloadHealth controllers = network.workloads().health(CONTROLLERS);
    return controllers.healthy()
        ? Seen.yes(
            new Status(
                agents.value().get(), controllers.detail(), network.simulated().kindOfEvidence()))
        : Seen.notYet(controllers.toString());
  }
}
