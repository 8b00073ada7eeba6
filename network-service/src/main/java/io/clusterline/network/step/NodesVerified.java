package io.clusterline.network.step;

import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Nodes;
import io.clusterline.kubernetes.Nodes.Readiness;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.step.NodesReady.Statuses;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads every node again, after all else: it still is the machine of its name, Ready, labelled and
 * tainted as specified. What was written once may have been taken back by others meanwhile.
 */
public record NodesVerified(
    List<Machine> machines,
    List<NodeLabels> labels,
    List<NodeTaints> taints,
    NodesReady ready,
    PodNetworkProven network)
    implements Step<ClusterNetwork, Statuses> {

  public static final Kind<ClusterNetwork, Statuses> KIND =
      Kind.withoutResource("nodes-verified", Statuses.class);

  @Override
  public Kind<ClusterNetwork, Statuses> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "all";
  }

  @Override
  public Found<Statuses> find(ClusterNetwork cluster) {
    cluster.nodesChanged();
    List<JsonNode> nodes =
        machines.stream().map(machine -> NodeObjects.get(cluster, machine.name())).toList();
    fail(ErrorCode.PROVIDER_ID_MISMATCH, machines.stream().flatMap(it -> otherId(cluster, it)));
    fail(
        ErrorCode.NODES_NOT_READY, nodes.stream().map(Nodes::read).flatMap(NodesVerified::unready));
    fail(
        ErrorCode.NODE_CHANGED_BY_OTHERS,
        Stream.concat(
            labels.stream().flatMap(step -> step.lost(cluster).stream()),
            taints.stream().flatMap(step -> step.lost(cluster).stream())));
    return Found.inSync(
        new Statuses(nodes.stream().map(Nodes::read).map(Readiness::node).toList()));
  }

  private static void fail(ErrorCode code, Stream<String> wrong) {
    List<String> all = wrong.toList();
    if (!all.isEmpty()) {
      throw new ClusterlineException(code, "read again at the end: " + String.join("; ", all));
    }
  }

  private static Stream<String> otherId(ClusterNetwork cluster, Machine machine) {
    return ProviderIds.mismatch(cluster, machine).stream();
  }

  private static Stream<String> unready(Readiness readiness) {
    return readiness.node().ready()
        ? Stream.empty()
        : Optional.of(readiness.node().name() + " is not Ready: " + readiness.reason()).stream();
  }

  @Override
  public Statuses apply(ClusterNetwork cluster, Found<Statuses> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
