package io.clusterline.networkpolicy;

import java.util.List;
import java.util.Set;

/**
 * What the pods that it selects may receive and send. A pod that no policy selects for a direction
 * is not isolated in it; of several policies the allowed connections add up.
 *
 * @param pods which pods of the namespace it selects
 * @param directions for which the selected pods are isolated; never empty
 * @param ingress what they may receive, if it isolates for ingress; empty: nothing
 * @param egress what they may send, if it isolates for egress; empty: nothing
 */
public record NetworkPolicy(
    String namespace,
    String name,
    LabelSelector pods,
    Set<Direction> directions,
    List<Rule> ingress,
    List<Rule> egress) {

  /** The direction of a connection, seen from the selected pods. */
  public enum Direction {
    INGRESS,
    EGRESS
  }

  /**
   * One allowed kind of connection: with any of the peers, at any of the ports.
   *
   * @param peers empty: with everybody, inside and outside of the cluster
   * @param ports empty: every port of every protocol
   */
  public record Rule(List<Peer> peers, List<PolicyPort> ports) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  public NetworkPolicy {
    directions = Set.copyOf(directions);
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
    if (directions.isEmpty()) {
      throw new IllegalArgumentException(namespace + "/" + name + " isolates for no direction");
    }
  }
}
