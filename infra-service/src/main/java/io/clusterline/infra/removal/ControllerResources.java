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
 * The place in the order of removal at which goes what the cluster's own controllers made in AWS:
 * load balancers, their groups, volumes. Machines are built upon it, so it goes once no machine is
 * left that could make it again; the network is below it, so nothing of that is held any more.
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

  /** Below it all that a machine needs of the network, so that nothing of that goes before. */
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
