package io.clusterline.infra.machine;

import io.clusterline.infra.access.AccessSteps;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.iam.MachineGroup;
import io.clusterline.infra.machine.Instance.Placement;
import io.clusterline.infra.network.GroupName;
import io.clusterline.infra.network.NetworkSteps;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StepGraph;
import java.util.ArrayList;
import java.util.List;

/** The machines' part of the stage. */
public record MachineSteps(MachinesRunning running) {

  public static final List<Kind<Aws, ?>> KINDS =
      List.of(
          Image.KIND,
          Offerings.KIND,
          OfferedTypes.KIND,
          Instance.KIND,
          ElasticIp.KIND,
          ElasticIpAssociation.KIND,
          MachinesRunning.KIND);

  /**
   * @param below what goes only when no machine is there any more
   * @param image what all of them start from
   * @param offerings which types they may have
   */
  public static MachineSteps add(
      StepGraph<Aws> graph,
      StepGraph<Aws>.After checked,
      StepGraph<Aws>.After below,
      Cluster cluster,
      Image image,
      Offerings offerings,
      NetworkSteps network,
      AccessSteps access) {
    ClusterSpec spec = cluster.spec();
    var elasticIp = checked.add(new ElasticIp(spec.controlPlane().name()));
    List<Instance> instances = new ArrayList<>();
    for (NodeSpec node : spec.nodes()) {
      instances.add(below.add(instance(cluster, node, offerings, image, network, access)));
    }
    var address = graph.add(new ElasticIpAssociation(elasticIp, controlPlane(instances)));
    return new MachineSteps(graph.add(new MachinesRunning(instances, elasticIp, address)));
  }

  private static Instance instance(
      Cluster cluster,
      NodeSpec node,
      Offerings offerings,
      Image image,
      NetworkSteps network,
      AccessSteps access) {
    return new Instance(
        node,
        offerings,
        placement(cluster, node),
        image,
        network.subnet(node.subnet()),
        network.group(GroupName.of(node)),
        access.sshKey(),
        access.keyPair(),
        access.seed(),
        access.profile(MachineGroup.of(node.role())));
  }

  private static Placement placement(Cluster cluster, NodeSpec node) {
    PrivateAddresses addresses = new PrivateAddresses(cluster.spec());
    return new Placement(
        addresses.of(node),
        cluster.spec().kubernetes().controlPlaneEndpoint(),
        addresses.ofControlPlane(),
        cluster.name() + ".internal");
  }

  private static Instance controlPlane(List<Instance> instances) {
    return instances.stream()
        .filter(instance -> instance.node().role() == NodeRole.CONTROL_PLANE)
        .findFirst()
        .orElseThrow();
  }
}
