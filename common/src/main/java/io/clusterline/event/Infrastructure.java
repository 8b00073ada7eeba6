package io.clusterline.event;

import io.clusterline.secret.SecretRef;
import io.clusterline.spec.NodeRole;
import java.util.List;
import java.util.Map;

/**
 * The infrastructure that infra-service has built.
 *
 * @param accountId the AWS account
 * @param region the AWS region
 * @param vpcId the VPC of all machines
 * @param subnetIds by the subnet's name in the specification
 * @param securityGroupIds by the group's short name: master, api, worker, infra, alb
 * @param nodeRoleName the IAM role of the control plane's machine
 * @param instanceProfileName the instance profile with that role
 * @param imagesBucket the bucket for the images of the workloads
 * @param sshUser the login user of the machines
 * @param sshKey reference to the private half of the key pair
 * @param machines the node table
 */
public record Infrastructure(
    String accountId,
    String region,
    String vpcId,
    Map<String, String> subnetIds,
    Map<String, String> securityGroupIds,
    String nodeRoleName,
    String instanceProfileName,
    String imagesBucket,
    String sshUser,
    SecretRef sshKey,
    List<Machine> machines) {

  public Infrastructure {
    subnetIds = Map.copyOf(subnetIds);
    securityGroupIds = Map.copyOf(securityGroupIds);
    machines = List.copyOf(machines);
  }

  public Machine master() {
    return machines.stream()
        .filter(machine -> machine.role() == NodeRole.CONTROL_PLANE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no control-plane machine among " + machines));
  }

  public List<Machine> workers() {
    return machines.stream().filter(machine -> machine.role() == NodeRole.WORKER).toList();
  }
}
