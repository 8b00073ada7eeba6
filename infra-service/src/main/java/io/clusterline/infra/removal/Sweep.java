package io.clusterline.infra.removal;

import io.clusterline.infra.aws.Aws;

/**
 * Takes away what controllers made and nobody gave back: the API server may have been dead by then.
 * In the order in which one holds the other.
 */
final class Sweep {

  private final LoadBalancers balancers;
  private final BalancerGroups groups;
  private final Volumes volumes;

  Sweep(Aws aws, String vpcId) {
    this.balancers = new LoadBalancers(aws, vpcId);
    this.groups = new BalancerGroups(aws, vpcId);
    this.volumes = new Volumes(aws, vpcId);
  }

  void run() {
    balancers.remove();
    groups.remove();
    volumes.remove();
  }
}
