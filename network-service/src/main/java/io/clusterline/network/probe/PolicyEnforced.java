package io.clusterline.network.probe;

import io.clusterline.failure.ErrorCode;
import io.clusterline.network.probe.ProbePod.ProbeContainer;
import io.clusterline.network.probe.ProbePods.Ended;
import java.util.List;

/**
 * NetworkPolicies hold: a stranger connects to the port that is open to everybody, and gets no
 * answer on the one that is open to members only, of the same pod.
 */
record PolicyEnforced() implements Claim {

  static final int OPEN = 8081;

  ProbeContainer stranger(String host) {
    return ProbeContainer.connecting(
        container(), host + ":" + OPEN, host + ":" + PodsReachPods.GUARDED);
  }

  @Override
  public String container() {
    return "policy";
  }

  @Override
  public String statement() {
    return "a connection that a NetworkPolicy allows is made, and one that it denies is not";
  }

  @Override
  public ErrorCode code() {
    return ErrorCode.NETWORK_POLICY_NOT_ENFORCED;
  }

  @Override
  public String result(List<Ended> ended) {
    return "port %d allowed, port %d denied".formatted(OPEN, PodsReachPods.GUARDED);
  }
}
