package io.clusterline.infra.removal;

import io.clusterline.infra.aws.Aws;

/**
 * Deletes what controllers created and did not reclaim, for example because the API server was
 * dead. Blocking resources first.
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
