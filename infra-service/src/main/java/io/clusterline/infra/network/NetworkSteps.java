package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NetworkSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /**
   * @param existing the VPC that the cluster stands in, if it is somebody else's
   */
  public static NetworkSteps add(
      StepGraph<Aws> graph,
      StepGraph<Aws>.After checked,
      Optional<ExistingNetwork> existing,
      ClusterSpec spec) {
    // Its own VPC waits for the checks, and all else waits for that.
    var first = existing.isPresent() ? checked : graph.after(List.of());
    NetworkSteps network = addVpc(graph, checked, first, existing, spec.network());
    addRoutes(graph, first, network);
    addRules(graph, network.groups(), new Firewall(spec));
    return network;
  }

  private static NetworkSteps addVpc(
      StepGraph<Aws> graph,
      StepGraph<Aws>.After checked,
      StepGraph<Aws>.After first,
      Optional<ExistingNetwork> existing,
      NetworkSpec spec) {
    if (existing.isPresent()) {
      return within(first, spec, existing.get().vpc(), existing.get().gateway());
    }
    var vpc = checked.add(new Vpc(spec.vpcCidr()));
    return within(first, spec, vpc, graph.add(new InternetGateway(vpc)));
  }

  /** Groups are empty at first, because their rules name one another. */
  private static NetworkSteps within(
      StepGraph<Aws>.After first,
      NetworkSpec spec,
      Step<Aws, String> vpc,
      Step<Aws, String> gateway) {
    var subnets = spec.subnets().stream().map(subnet -> new Subnet(vpc, subnet)).toList();
    var groups =
        Arrays.stream(GroupName.values()).map(name -> new SecurityGroup(vpc, name)).toList();
    return new NetworkSteps(vpc, gateway, first.addAll(subnets), first.addAll(groups));
  }

  private static void addRoutes(
      StepGraph<Aws> graph, StepGraph<Aws>.After first, NetworkSteps network) {
    var table = first.add(new PublicRouteTable(network.vpc()));
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
