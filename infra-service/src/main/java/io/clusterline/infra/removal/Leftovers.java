package io.clusterline.infra.removal;

import io.clusterline.event.Retained;
import io.clusterline.infra.access.SecretNames;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.DeletionBlockers;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.iam.InstanceProfile;
import io.clusterline.infra.iam.MachineGroup;
import io.clusterline.infra.iam.MachineRole;
import io.clusterline.infra.machine.MachineStates;
import io.clusterline.infra.storage.MediaBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * Lists what is left of the cluster, read from every service itself. The tagging API is not used:
 * it lists deleted resources for a while, and new ones late.
 */
public final class Leftovers {

  private final Aws aws;
  private final Inventory inventory;

  public Leftovers(Aws aws) {
    this.aws = aws;
    this.inventory = aws.inventory();
  }

  /** Each resource with its blockers. */
  public List<String> all() {
    List<String> left = new ArrayList<>(machines());
    left.addAll(network());
    vpcs().forEach(vpcId -> left.addAll(madeByControllers(vpcId)));
    left.addAll(new Volumes(aws, "").remaining());
    left.addAll(access());
    return left.stream().distinct().toList();
  }

  /** What is retained on purpose. */
  public List<Retained> retained() {
    Stream<Retained> volumes =
        vpcs().stream().flatMap(vpcId -> new Volumes(aws, vpcId).retained().stream());
    Stream<Retained> bucket =
        MediaBucket.findOwned(aws).filter(name -> MediaBucket.isTaggedKeep(aws, name)).stream()
            .map(name ->
                new Retained("bucket " + name, "its owner tagged it " + Tags.KEEP + "=true"));
    return Stream.concat(volumes, bucket).toList();
  }

  private List<String> machines() {
    return inventory.instances().stream()
        .filter(MachineStates::isNotTerminated)
        .map(one -> "instance " + one.instanceId() + " (" + MachineStates.of(one) + ")")
        .toList();
  }

  private List<String> network() {
    return Stream.of(
            inventory.addresses().stream()
                .map(one -> describeHeld("elastic IP", one.allocationId())),
            inventory.securityGroups().stream()
                .map(one -> describeHeld("security group", one.groupId())),
            inventory.subnets().stream().map(one -> describeHeld("subnet", one.subnetId())),
            inventory.routeTables().stream()
                .map(one -> describeHeld("route table", one.routeTableId())),
            inventory.internetGateways().stream()
                .map(one -> describeHeld("internet gateway", one.internetGatewayId())),
            inventory.vpcs().stream().map(one -> describeHeld("VPC", one.vpcId())),
            interfaces(),
            inventory.keyPairs().stream().map(one -> "key pair " + one.keyName()))
        .flatMap(found -> found)
        .toList();
  }

  private Stream<String> interfaces() {
    Filter ours =
        Filter.builder().name("tag:" + Tags.CLUSTER_UID).values(aws.cluster().uid()).build();
    return aws
        .ec2(c -> c.describeNetworkInterfaces(r -> r.filters(ours)))
        .networkInterfaces()
        .stream()
        .map(DeletionBlockers::describe);
  }

  private String describeHeld(String what, String id) {
    List<String> holders = DeletionBlockers.of(aws, id);
    String by = holders.isEmpty() ? "" : ", blocked by " + String.join("; ", holders);
    return what + " " + id + by;
  }

  private List<String> vpcs() {
    return Stream.concat(inventory.vpcs().stream().map(Vpc::vpcId), aws.existingVpc().stream())
        .toList();
  }

  private List<String> madeByControllers(String vpcId) {
    List<String> left = new ArrayList<>(new LoadBalancers(aws, vpcId).remaining());
    left.addAll(new BalancerGroups(aws, vpcId).remaining());
    left.addAll(new Volumes(aws, vpcId).remaining());
    return left;
  }

  private List<String> access() {
    List<String> left = new ArrayList<>();
    for (MachineGroup group : MachineGroup.values()) {
      MachineRole.findOwned(aws, group).ifPresent(name -> left.add("role " + name));
      InstanceProfile.findOwned(aws, group).ifPresent(name -> left.add("instance profile " + name));
    }
    MediaBucket.findOwned(aws)
        .filter(name -> !MediaBucket.isTaggedKeep(aws, name))
        .ifPresent(name -> left.add("bucket " + name));
    SecretNames.all(aws.cluster()).stream()
        .filter(ref -> aws.secrets().get(ref).isPresent())
        .forEach(ref -> left.add("secret " + ref.name()));
    return left;
  }
}
