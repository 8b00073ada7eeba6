package io.clusterline.infra.removal;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.network.NetworkSteps;
import io.clusterline.infra.network.SecurityGroup;
import io.clusterline.infra.network.Subnet;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;

/**
 * Ordering-only step: its removal deletes what the cluster's own controllers created in AWS: load
 * balancers, their groups, volumes. Machines depend on it, so it is removed once no machine is left
 * that could create them again; it depends on the network, so they block none of that.
 *
 * <p>Its value is the VPC.
 */
public record ControllerResources(
    Step<Aws, String> vpc,
    Step<Aws, String> gateway,
    List<Subnet> subnets,
    List<SecurityGroup> groups)
    implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "made-by-controllers",
          String.class,
          (aws, vpcId) -> new Sweep(aws, vpcId).run(),
          (aws, intent) -> Optional.empty());

  /**
   * It depends on all network parts that a machine needs, so that none of them is removed before.
   */
  public static ControllerResources above(NetworkSteps network) {
    return new ControllerResources(
        network.vpc(), network.gateway(), network.subnets(), network.groups());
  }

  public ControllerResources {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "all";
  }

  @Override
  public Found<String> find(Aws aws) {
    return Found.inSync(aws.output(vpc));
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    throw new IllegalStateException("there is nothing to make: find() always answers");
  }
}
