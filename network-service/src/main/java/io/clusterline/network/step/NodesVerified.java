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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    Findings now = read(cluster);
    return now.failure().isEmpty() ? Found.inSync(now.statuses()) : Found.missing();
  }

  /** Nothing is repaired: whoever took it back would do so again. */
  @Override
  public Statuses apply(ClusterNetwork cluster, Found<Statuses> found) {
    Findings now = read(cluster);
    now.failure()
        .ifPresent(failure -> {
          throw failure;
        });
    return now.statuses();
  }

  private record Findings(Statuses statuses, Optional<ClusterlineException> failure) {}

  private Findings read(ClusterNetwork cluster) {
    cluster.nodesChanged();
    List<Readiness> nodes =
        machines.stream()
            .map(machine -> Nodes.read(NodeObjects.get(cluster, machine.name())))
            .toList();
    Optional<ClusterlineException> failure =
        wrong(ErrorCode.PROVIDER_ID_MISMATCH, machines.stream().flatMap(it -> otherId(cluster, it)))
            .or(() ->
                wrong(ErrorCode.NODES_NOT_READY, nodes.stream().flatMap(NodesVerified::unready)))
            .or(() -> wrong(ErrorCode.NODE_CHANGED_BY_OTHERS, lost(cluster)));
    return new Findings(new Statuses(nodes.stream().map(Readiness::node).toList()), failure);
  }

  private Stream<String> lost(ClusterNetwork cluster) {
    return Stream.concat(
        labels.stream().flatMap(step -> step.lost(cluster).stream()),
        taints.stream().flatMap(step -> step.lost(cluster).stream()));
  }

  private static Optional<ClusterlineException> wrong(ErrorCode code, Stream<String> what) {
    String all = what.collect(Collectors.joining("; "));
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClusterlineException(code, "read again at the end: " + all));
  }

  private static Stream<String> otherId(ClusterNetwork cluster, Machine machine) {
    return ProviderIds.mismatch(cluster, machine).stream();
  }

  private static Stream<String> unready(Readiness readiness) {
    return readiness.node().ready()
        ? Stream.empty()
        : Stream.of(readiness.node().name() + " is not Ready: " + readiness.reason());
  }
}
