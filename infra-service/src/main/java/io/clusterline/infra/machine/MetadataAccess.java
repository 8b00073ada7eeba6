package io.clusterline.infra.machine;

import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataOptionsResponse;

/**
 * How far a machine's instance metadata reaches, and with it the credentials of its role. An answer
 * with one hop ends on the machine itself; pods in networks of their own need a second.
 */
record MetadataAccess(HttpTokensState tokens, int hops) {

  private static final int MACHINE_ITSELF = 1;
  private static final int ITS_PODS = 2;

  /** Only where the controllers run that act in AWS with the machine's role. */
  static MetadataAccess of(NodeSpec node) {
    boolean controllers = node.role() == NodeRole.CONTROL_PLANE;
    return new MetadataAccess(HttpTokensState.REQUIRED, controllers ? ITS_PODS : MACHINE_ITSELF);
  }

  static MetadataAccess of(InstanceMetadataOptionsResponse present) {
    return new MetadataAccess(present.httpTokens(), present.httpPutResponseHopLimit());
  }

  @Override
  public String toString() {
    return "tokens " + tokens + ", " + hops + (hops == 1 ? " hop" : " hops");
  }
}
