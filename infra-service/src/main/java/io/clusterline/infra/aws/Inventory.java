package io.clusterline.infra.aws;

import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * The cluster's resources that exist in EC2 now, by their tag. Steps that ask at the same time
 * share one call per type, so that fourteen machines cost one DescribeInstances and not fourteen.
 */
public final class Inventory {

  private final SingleFlight<List<Vpc>> vpcs;
  private final SingleFlight<List<Subnet>> subnets;
  private final SingleFlight<List<InternetGateway>> internetGateways;
  private final SingleFlight<List<RouteTable>> routeTables;
  private final SingleFlight<List<SecurityGroup>> securityGroups;
  private final SingleFlight<List<KeyPairInfo>> keyPairs;
  private final SingleFlight<List<Address>> addresses;
  private final SingleFlight<List<Instance>> instances;

  Inventory(Aws aws) {
    Filter ours =
        Filter.builder().name("tag:" + Tags.CLUSTER_UID).values(aws.cluster().uid()).build();
    vpcs = new SingleFlight<>(() -> aws.ec2(c -> c.describeVpcs(r -> r.filters(ours))).vpcs());
    subnets =
        new SingleFlight<>(() -> aws.ec2(c -> c.describeSubnets(r -> r.filters(ours))).subnets());
    internetGateways =
        new SingleFlight<>(() ->
            aws.ec2(c -> c.describeInternetGateways(r -> r.filters(ours))).internetGateways());
    routeTables =
        new SingleFlight<>(
            () -> aws.ec2(c -> c.describeRouteTables(r -> r.filters(ours))).routeTables());
    securityGroups =
        new SingleFlight<>(
            () -> aws.ec2(c -> c.describeSecurityGroups(r -> r.filters(ours))).securityGroups());
    keyPairs =
        new SingleFlight<>(() ->
            aws.ec2(c -> c.describeKeyPairs(r -> r.filters(ours).includePublicKey(true)))
                .keyPairs());
    addresses =
        new SingleFlight<>(
            () -> aws.ec2(c -> c.describeAddresses(r -> r.filters(ours))).addresses());
    instances = new SingleFlight<>(() -> aws.ec2(c -> instances(c, ours)));
  }

  private static List<Instance> instances(Ec2Client client, Filter ours) {
    return client.describeInstancesPaginator(r -> r.filters(ours)).reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  public List<Vpc> vpcs() {
    return vpcs.get();
  }

  public List<Subnet> subnets() {
    return subnets.get();
  }

  public List<InternetGateway> internetGateways() {
    return internetGateways.get();
  }

  public List<RouteTable> routeTables() {
    return routeTables.get();
  }

  public List<SecurityGroup> securityGroups() {
    return securityGroups.get();
  }

  public List<KeyPairInfo> keyPairs() {
    return keyPairs.get();
  }

  public List<Address> addresses() {
    return addresses.get();
  }

  /** Every state, the terminated ones of the last hour too. */
  public List<Instance> instances() {
    return instances.get();
  }
}
