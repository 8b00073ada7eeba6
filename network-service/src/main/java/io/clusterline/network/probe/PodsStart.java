package io.clusterline.network.probe;

import io.clusterline.failure.ErrorCode;
import io.clusterline.network.probe.ProbePod.ProbeContainer;
import java.util.List;

/**
 * Pods get an interface on every node. Calico shows the MTU that it has found nowhere in the API,
 * so the first container of each pod reads it from its interface.
 */
record PodsStart() implements Claim {

  /** The kubelet reports the content of that file. */
  ProbeContainer reader() {
    return new ProbeContainer(
        container(),
        List.of("cp"),
        List.of("/sys/class/net/eth0/mtu", "/dev/termination-log"),
        List.of());
  }

  @Override
  public String container() {
    return "mtu";
  }

  @Override
  public String statement() {
    return "pods of every node get an interface";
  }

  @Override
  public ErrorCode code() {
    return ErrorCode.POD_NETWORK_FAULTY;
  }
}
