package io.clusterline.network.probe;

import io.clusterline.failure.ErrorCode;
import io.clusterline.network.probe.ProbePod.ProbeContainer;

/**
 * A pod of every node connects to one of the next node: a ring, so that each node sends and
 * receives, at one connection a node. The policy of the namespace allows these connections.
 */
record PodsReachPods() implements Claim {

  /** On which only members are let in. */
  static final int GUARDED = 8080;

  ProbeContainer visitor(String host) {
    return ProbeContainer.connecting(container(), host + ":" + GUARDED);
  }

  @Override
  public String container() {
    return "peer";
  }

  @Override
  public String statement() {
    return "pods of every node reach a pod of the next node";
  }

  @Override
  public ErrorCode code() {
    return ErrorCode.POD_NETWORK_FAULTY;
  }
}
