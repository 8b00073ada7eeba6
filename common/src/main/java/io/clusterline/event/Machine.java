package io.clusterline.event;

import io.clusterline.spec.NodeRole;

/**
 * One row of the node table.
 *
 * @param name node name, host name and Name tag
 * @param role in the cluster
 * @param instanceId the EC2 instance
 * @param privateIp its address inside the VPC
 * @param publicIp its address outside; the master's is an Elastic IP
 * @param zone its availability zone
 * @param type its EC2 instance type
 * @param firstContactHostKey the OpenSSH public key ({@code ssh-ed25519 AAAA…}) of its sshd at
 *     first contact; the bootstrap stage replaces it
 */
public record Machine(
    String name,
    NodeRole role,
    String instanceId,
    String privateIp,
    String publicIp,
    String zone,
    String type,
    String firstContactHostKey) {

  /** The provider ID in Kubernetes: {@code aws:///ap-northeast-2b/i-0abc}. */
  public String providerId() {
    return "aws:///" + zone + "/" + instanceId;
  }
}
