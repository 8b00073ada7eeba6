package io.clusterline.networkpolicy;

import io.clusterline.networkpolicy.PolicyPort.Protocol;

/**
 * A connection that somebody wants to open. Behind a Service: to the pod and its target port.
 * Through a NodePort of another node: from that node.
 */
public record Connection(Endpoint from, Endpoint to, Protocol protocol, int port) {

  @Override
  public String toString() {
    return "%s → %s %s/%d".formatted(from, to, protocol, port);
  }
}
