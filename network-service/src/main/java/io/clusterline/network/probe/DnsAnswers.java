package io.clusterline.network.probe;

import io.clusterline.failure.ErrorCode;
import io.clusterline.network.probe.ProbePod.ProbeContainer;

/**
 * CoreDNS answers pods of every node, and kube-proxy leads them to Services: the name is asked of
 * one Service, and its address is another.
 */
record DnsAnswers() implements Claim {

  private static final String API_SERVER = "kubernetes.default.svc.cluster.local.:443";

  ProbeContainer asker() {
    return ProbeContainer.connecting(container(), API_SERVER);
  }

  @Override
  public String container() {
    return "dns";
  }

  @Override
  public String statement() {
    return "CoreDNS answers pods of every node";
  }

  @Override
  public ErrorCode code() {
    return ErrorCode.CLUSTER_DNS_NOT_READY;
  }
}
