package io.clusterline.network.step;

import io.clusterline.event.NodeStatus;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Nodes;
import io.clusterline.kubernetes.Nodes.Readiness;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * All nodes are Ready.
 *
 * @param names in the order of the node table
 */
public record NodesReady(List<String> names, CniComplete cni, Duration within)
    implements Step<ClusterNetwork, NodesReady.Statuses> {

  /** All nodes, in the order of the node table. */
  public record Statuses(List<NodeStatus> nodes) {
    public Statuses {
      nodes = List.copyOf(nodes);
    }
  }

  public static final Kind<ClusterNetwork, Statuses> KIND =
      Kind.withoutResource("nodes-ready", Statuses.class);

  private static final int NAMED = 5;

  @Override
  public Kind<ClusterNetwork, Statuses> kind() {
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
  public Found<Statuses> find(ClusterNetwork network) {
    return readStatuses(network).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Statuses apply(ClusterNetwork network, Found<Statuses> found) {
    return network
        .kubernetes()
        .await(
            Wait.until("all " + names.size() + " nodes are Ready")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.NODES_NOT_READY)
                .reporting(network::report),
            List.of(Selection.all("v1", "Node")),
            () -> rereadStatuses(network));
  }

  private Seen<Statuses> rereadStatuses(ClusterNetwork network) {
    network.nodesChanged();
    return readStatuses(network);
  }

  private Seen<Statuses> readStatuses(ClusterNetwork network) {
    List<String> absent = names.stream().filter(name -> network.node(name).isEmpty()).toList();
    List<Readiness> seen =
        names.stream().flatMap(name -> network.node(name).stream()).map(NodesReady::read).toList();
    List<Readiness> unready = seen.stream().filter(one -> !one.node().ready()).toList();
    if (absent.isEmpty() && unready.isEmpty() && seen.size() == names.size()) {
      return Seen.yes(new Statuses(seen.stream().map(Readiness::node).toList()));
    }
    int ready = seen.size() - unready.size();
    return Seen.notYet(ready + "/" + names.size() + " Ready" + named(absent, unready));
  }

  private static Readiness read(JsonNode node) {
    return Nodes.read(node);
  }

  private static String named(List<String> absent, List<Readiness> unready) {
    String first =
        unready.stream()
            .limit(NAMED)
            .map(one -> "; " + one.node().name() + ": " + one.reason())
            .collect(Collectors.joining());
    String more = unready.size() > NAMED ? "; and " + (unready.size() - NAMED) + " more" : "";
    return (absent.isEmpty() ? "" : "; no node object: " + String.join(", ", absent))
        + first
        + more;
  }
}
