package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.Endpoint.Host;
import io.clusterline.networkpolicy.Endpoint.Outside;
import io.clusterline.networkpolicy.Endpoint.Pod;
import io.clusterline.networkpolicy.PolicyPort.Protocol;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One end of a connection, as the network plug-in sees it: after every address translation. */
public sealed interface Endpoint permits Pod, Host, Outside {

  /** Its address; range rules look at it, also at a pod's. */
  String address();

  /** A container port that a policy may call by its name. */
  record NamedPort(String name, Protocol protocol, int number) {}

  /**
   * A pod with an address of its own. A pod in its node's network is a {@link Host}: no policy
   * selects it, and its address is the node's.
   *
   * @param node where it runs; null: unknown, and then no node is its own
   */
  record Pod(
      String namespace,
      String name,
      Map<String, String> labels,
      List<NamedPort> ports,
      String address,
      @Nullable String node)
      implements Endpoint {
    public Pod {
      labels = Map.copyOf(labels);
      ports = List.copyOf(ports);
    }

    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /**
   * A node, or a pod in its node's network.
   *
   * @param node the node's name
   */
  record Host(String node, String address) implements Endpoint {
    @Override
    public String toString() {
      return "node " + node;
    }
  }

  /** An address that belongs neither to a pod nor to a node. */
  record Outside(String address) implements Endpoint {
    @Override
    public String toString() {
      return address;
    }
  }
}
