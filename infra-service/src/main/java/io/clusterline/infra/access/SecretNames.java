package io.clusterline.infra.access;

import io.clusterline.event.SecretRef;
import io.clusterline.stage.ClusterRef;

/** How the cluster's secrets are called. */
final class SecretNames {

  private SecretNames() {}

  static SecretRef of(ClusterRef cluster, String what) {
    return new SecretRef("clusterline/" + cluster.name() + "/" + cluster.uid() + "/" + what);
  }
}
