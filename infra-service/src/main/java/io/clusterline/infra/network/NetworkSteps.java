package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NetworkSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.Arrays;
import java.util.List;

/** The network's part of the stage. */
public record NetworkSteps(
    Step<Aws, String> vpc,
    Step<Aws, String> gateway,
    List<Subnet> subnets,
    List<SecurityGroup> groups) {

  public static final List<Kind<Aws, ?>> KINDS =
      List.of(
          Vpc.KIND,
          ExistingVpc.KIND,
          InternetGateway.KIND,
          ExistingInternetGateway.KIND,
          Subnet.KIND,
          PublicRouteTable.KIND,
          InternetRoute.KIND,
          RouteTableAssociation.KIND,
          SecurityGroup.KIND,
          SecurityGroupRules.KIND);

  public static NetworkSteps add(
      StepGraph<Aws> graph, StepGraph<Aws>.After checked, ClusterSpec spec) {
    NetworkSteps network = addVpc(graph, checked, spec.network());
    addRoutes(graph, network);
    addRules(graph, network.groups(), new Firewall(spec));
    return network;
  }

  private static NetworkSteps addVpc(
      StepGraph<Aws> graph, StepGraph<Aws>.After checked, NetworkSpec spec) {
    if (spec.existingVpcId() != null) {
      var vpc = checked.add(new ExistingVpc(spec.existingVpcId(), spec.vpcCidr()));
      return inVpc(graph, spec, vpc, graph.add(new ExistingInternetGateway(vpc)));
    }
    var vpc = checked.add(new Vpc(spec.vpcCidr()));
    return inVpc(graph, spec, vpc, graph.add(new InternetGateway(vpc)));
  }

  /** Groups are empty at first, because their rules name one another. */
  private static NetworkSteps inVpc(
      StepGraph<Aws> graph, NetworkSpec spec, Step<Aws, String> vpc, Step<Aws, String> gateway) {
    var subnets = spec.subnets().stream().map(subnet -> new Subnet(vpc, subnet)).toList();
    var groups =
        Arrays.stream(GroupName.values()).map(name -> new SecurityGroup(vpc, name)).toList();
    return new NetworkSteps(vpc, gateway, graph.addAll(subnets), graph.addAll(groups));
  }

  private static void addRoutes(StepGraph<Aws> graph, NetworkSteps network) {
    var table = graph.add(new PublicRouteTable(network.vpc()));
    graph.add(new InternetRoute(table, network.gateway()));
    network.subnets().stream()
        .filter(subnet -> subnet.spec().isPublic())
        .forEach(subnet -> graph.add(new RouteTableAssociation(table, subnet)));
  }

  private static void addRules(
      StepGraph<Aws> graph, List<SecurityGroup> groups, Firewall firewall) {
    groups.forEach(
        group -> graph.add(new SecurityGroupRules(group, groups, firewall.rulesOf(group.name()))));
  }

  public Subnet subnet(String name) {
    return subnets.stream()
        .filter(subnet -> subnet.spec().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no subnet " + name));
  }

  public SecurityGroup group(GroupName name) {
    return groups.stream().filter(group -> group.name() == name).findFirst().orElseThrow();
  }
}
