package io.clusterline.drill;

import io.clusterline.testkit.AwsStandIn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A cluster's resources in AWS, by describe and tag, read without our own code.
 *
 * @param ids by type
 */
record Inventory(Map<String, List<String>> ids) {

  private static final Filter LIVE =
      Filter.builder()
          .name("instance-state-name")
          .values("pending", "running", "stopping", "stopped")
          .build();

  static Inventory of(String cluster, String uid) {
    Map<String, List<String>> ids = new TreeMap<>(ec2(uid));
    var http = UrlConnectionHttpClient.create();
    var endpoint = AwsStandIn.shared().endpoint();
    try (IamClient iam =
            IamClient.builder()
                .endpointOverride(endpoint)
                .region(Region.AWS_GLOBAL)
                .httpClient(http)
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(DrillLine.REGION))
                .forcePathStyle(true)
                .httpClient(http)
                .build()) {
      String stem = cluster + "-";
      ids.put(
          "roles",
          iam.listRoles().roles().stream()
              .map(role -> role.roleName())
              .filter(name -> name.startsWith(stem))
              .toList());
      ids.put(
          "profiles",
          iam.listInstanceProfiles().instanceProfiles().stream()
              .map(profile -> profile.instanceProfileName())
              .filter(name -> name.startsWith(stem))
              .toList());
      ids.put(
          "buckets",
          s3.listBuckets().buckets().stream()
              .map(bucket -> bucket.name())
              .filter(name -> name.startsWith(stem))
              .toList());
    }
    return new Inventory(ids);
  }

  private static Map<String, List<String>> ec2(String uid) {
    Filter ours = Filter.builder().name("tag:clusterline.io/cluster-uid").values(uid).build();
    try (Ec2Client ec2 =
        Ec2Client.builder()
            .endpointOverride(AwsStandIn.shared().endpoint())
            .region(Region.of(DrillLine.REGION))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      return Map.of(
          "instances",
          ec2.describeInstances(r -> r.filters(ours, LIVE)).reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              .map(Instance::instanceId)
              .toList(),
          "vpcs",
          ec2.describeVpcs(r -> r.filters(ours)).vpcs().stream().map(v -> v.vpcId()).toList(),
          "subnets",
          ec2.describeSubnets(r -> r.filters(ours)).subnets().stream()
              .map(s -> s.subnetId())
              .toList(),
          "gateways",
          ec2.describeInternetGateways(r -> r.filters(ours)).internetGateways().stream()
              .map(g -> g.internetGatewayId())
              .toList(),
          "tables",
          ec2.describeRouteTables(r -> r.filters(ours)).routeTables().stream()
              .map(t -> t.routeTableId())
              .toList(),
          "groups",
          ec2.describeSecurityGroups(r -> r.filters(ours)).securityGroups().stream()
              .map(g -> g.groupId())
              .toList(),
          "addresses",
          ec2.describeAddresses(r -> r.filters(ours)).addresses().stream()
              .map(a -> a.allocationId())
              .toList(),
          "keys",
          ec2.describeKeyPairs(r -> r.filters(ours)).keyPairs().stream()
              .map(k -> k.keyName())
              .toList(),
          "volumes",
          ec2.describeVolumes(r -> r.filters(ours)).volumes().stream()
              .map(Volume::volumeId)
              .toList(),
          "interfaces",
          ec2.describeNetworkInterfaces(r -> r.filters(ours)).networkInterfaces().stream()
              .map(NetworkInterface::networkInterfaceId)
              .toList());
    }
  }

  /** How many there are of each type. */
  Map<String, Integer> counts() {
    return ids.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().size(), (a, b) -> a, TreeMap::new));
  }

  int size() {
    return ids.values().stream().mapToInt(List::size).sum();
  }

  /** Resources of our own kinds that the ledger does not hold: leaks. */
  List<String> unknownTo(String ledger) {
    return ids.entrySet().stream()
        .filter(entry -> !List.of("volumes", "interfaces").contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .filter(id -> !ledger.contains(id))
        .toList();
  }
}
