package io.clusterline.bootstrap.kubeadm;

import io.clusterline.event.Infrastructure;
import io.clusterline.spec.Cluster;

/** Addresses of the API server. */
public final class ApiEndpoint {

  public static final int PORT = 6443;

  private ApiEndpoint() {}

  /** By the nodes: a name, so that more control-plane machines can stand behind it later. */
  public static String inside(Cluster cluster) {
    return cluster.spec().kubernetes().controlPlaneEndpoint() + ":" + PORT;
  }

  /** By everybody else: the Elastic IP. */
  public static String outside(Infrastructure infrastructure) {
    return infrastructure.master().publicIp() + ":" + PORT;
  }
}
