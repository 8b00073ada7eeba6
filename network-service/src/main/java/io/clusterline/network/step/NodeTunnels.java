package io.clusterline.network.step;

import io.clusterline.event.Evidence.How;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of the nodes' VXLAN tunnels. What a node sends to a pod of another node carries its
 * tunnel's address, not its own: the load balancer's connections through a NodePort, the API
 * server's to a webhook. Each calico-node takes one from the pods' range and notes it on its node.
 * Pretended ones (of the sandbox) do not.
 *
 * @param names of all nodes
 */
public record NodeTunnels(List<String> names, CniComplete cni, Duration within)
    implements Step<ClusterNetwork, NodeTunnels.Tunnels> {

  /** Addresses in the order of the nodes. */
  public record Tunnels(List<String> addresses) {
    public Tunnels {
      addresses = List.copyOf(addresses);
    }
  }

  public static final Kind<ClusterNetwork, Tunnels> KIND =
      Kind.withoutResource("node-tunnels", Tunnels.class);

  private static final String ANNOTATION = "projectcalico.org/IPv4VXLANTunnelAddr";

  @Override
  public Kind<ClusterNetwork, Tunnels> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "vxlan.calico";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<Tunnels> find(ClusterNetwork network) {
    return read(network).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Tunnels apply(ClusterNetwork network, Found<Tunnels> found) {
    return network
        .kubernetes()
        .await(
            Wait.until("every calico-node has taken an address for its tunnel")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.CNI_NOT_READY)
                .reporting(network::report),
            List.of(Selection.all("v1", "Node")),
            () -> reread(network));
  }

  private Seen<Tunnels> reread(ClusterNetwork network) {
    network.nodesChanged();
    return read(network);
  }

  private Seen<Tunnels> read(ClusterNetwork network) {
    List<String> addresses =
        names.stream().flatMap(name -> address(network, name).stream()).toList();
    return addresses.size() == names.size() || arePretended(network)
        ? Seen.yes(new Tunnels(addresses))
        : Seen.notYet(addresses.size() + "/" + names.size() + " nodes have one");
  }

  private static boolean arePretended(ClusterNetwork network) {
    return network.simulated().kindOfEvidence() == How.SIMULATED;
  }

  private static Optional<String> address(ClusterNetwork network, String name) {
    return network
        .node(name)
        .map(node -> node.path("metadata").path("annotations").path(ANNOTATION).asString(""))
        .filter(address -> !address.isEmpty());
  }
}
