package io.clusterline.infra;

import io.clusterline.testkit.AwsStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The state of AWS, read without our own code. */
final class World {

  private static final Filter LIVE =
      Filter.builder()
          .name("instance-state-name")
          .values("pending", "running", "stopping", "stopped")
          .build();

  private static final Map<String, Ec2Client> CLIENTS = new ConcurrentHashMap<>();

  private World() {}

  static Ec2Client ec2(Build build) {
    return ec2(build.region());
  }

  /** A VPC of somebody else's, with these ranges; its id. */
  static String vpcOf(String region, String first, String second) {
    Ec2Client ec2 = ec2(region);
    String id = ec2.createVpc(r -> r.cidrBlock(first)).vpc().vpcId();
    ec2.associateVpcCidrBlock(r -> r.vpcId(id).cidrBlock(second));
    String gateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(r -> r.vpcId(id).internetGatewayId(gateway));
    return id;
  }

  private static Ec2Client ec2(String wanted) {
    return CLIENTS.computeIfAbsent(wanted, World::client);
  }

  private static Ec2Client client(String region) {
    return Ec2Client.builder()
        .endpointOverride(AwsStandIn.shared().endpoint())
        .region(Region.of(region))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /** Rules of somebody else's in a group of the cluster. */
  static void openToOthers(Build build, String group, int rules) {
    Ec2Client ec2 = ec2(build);
    String id =
        ec2.describeSecurityGroups(
                r -> r.filters(clusterFilter(build), addressFilter("security-group/" + group)))
            .securityGroups()
            .getFirst()
            .groupId();
    for (int i = 0; i < rules; i++) {
      int port = 9000 + i;
      ec2.authorizeSecurityGroupIngress(
          r -> r.groupId(id).ipProtocol("tcp").fromPort(port).toPort(port).cidrIp("10.0.0.0/16"));
    }
  }

  /** The most tags that a resource of each type has. */
  static Map<String, Integer> mostTags(Build build) {
    Map<String, Integer> most = new TreeMap<>();
    ec2(build)
        .describeTagsPaginator(
            r -> r.filters(Filter.builder().name("resource-id").values(taggedIds(build)).build()))
        .tags()
        .stream()
        .collect(
            Collectors.groupingBy(
                tag -> tag.resourceTypeAsString() + " " + tag.resourceId(), Collectors.counting()))
        .forEach(
            (resource, count) -> most.merge(resource.split(" ")[0], count.intValue(), Math::max));
    return most;
  }

  private static List<String> taggedIds(Build build) {
    return ec2(build)
        .describeTagsPaginator(r ->
            r.filters(
                Filter.builder().name("key").values("clusterline.io/cluster-uid").build(),
                Filter.builder().name("value").values(build.uid()).build()))
        .tags()
        .stream()
        .map(tag -> tag.resourceId())
        .toList();
  }

  static String subnetIn(String region, String vpc, String cidr) {
    return ec2(region).createSubnet(r -> r.vpcId(vpc).cidrBlock(cidr)).subnet().subnetId();
  }

  /** Takes every address that the cluster's subnet has left. */
  static void fill(Build build, String address) {
    Ec2Client ec2 = ec2(build);
    var subnet =
        ec2.describeSubnets(r -> r.filters(clusterFilter(build), addressFilter(address)))
            .subnets()
            .getFirst();
    for (int i = 0; i < subnet.availableIpAddressCount(); i++) {
      ec2.createNetworkInterface(r -> r.subnetId(subnet.subnetId()));
    }
  }

  private static Filter addressFilter(String address) {
    return Filter.builder().name("tag:clusterline.io/address").values(address).build();
  }

  /** The id of the image of that name, whoever owns it. */
  static String imageNamed(String region, String name) {
    Filter named = Filter.builder().name("name").values(name).build();
    return ec2(region).describeImages(r -> r.filters(named)).images().getFirst().imageId();
  }

  /** An image of the caller's own account; its id. */
  static String ownImage(String region, String name, ArchitectureValues processor, int gigabytes) {
    return ec2(region)
        .registerImage(r ->
            r.name(name)
                .architecture(processor)
                .virtualizationType("hvm")
                .rootDeviceName("/dev/xvda")
                .blockDeviceMappings(disk ->
                    disk.deviceName("/dev/xvda").ebs(volume -> volume.volumeSize(gigabytes))))
        .imageId();
  }

  static void deregister(String region, String imageId) {
    ec2(region).deregisterImage(r -> r.imageId(imageId));
  }

  static List<Instance> instances(Build build) {
    return ec2(build)
        .describeInstances(r -> r.filters(clusterFilter(build), LIVE))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  static List<Address> elasticIps(Build build) {
    return ec2(build).describeAddresses(r -> r.filters(clusterFilter(build))).addresses();
  }

  static List<Volume> rootDisks(Build build) {
    return ec2(build).describeVolumes(r -> r.filters(clusterFilter(build))).volumes();
  }

  static List<SecurityGroup> groupsTaggedForKubernetes(Build build) {
    Filter tagged =
        Filter.builder().name("tag-key").values("kubernetes.io/cluster/" + build.name()).build();
    return ec2(build)
        .describeSecurityGroups(r -> r.filters(clusterFilter(build), tagged))
        .securityGroups();
  }

  static Set<String> sshSources(Build build) {
    return ec2(build)
        .describeSecurityGroups(r -> r.filters(clusterFilter(build)))
        .securityGroups()
        .stream()
        .flatMap(group -> group.ipPermissions().stream())
        .filter(permission -> Integer.valueOf(22).equals(permission.fromPort()))
        .flatMap(permission -> permission.ipRanges().stream())
        .map(range -> range.cidrIp())
        .collect(Collectors.toSet());
  }

  /** How many there are of each type. */
  static Map<String, Integer> count(Build build) {
    Ec2Client ec2 = ec2(build);
    Filter ours = clusterFilter(build);
    return Map.of(
        "vpcs", ec2.describeVpcs(r -> r.filters(ours)).vpcs().size(),
        "subnets", ec2.describeSubnets(r -> r.filters(ours)).subnets().size(),
        "gateways", ec2.describeInternetGateways(r -> r.filters(ours)).internetGateways().size(),
        "tables", ec2.describeRouteTables(r -> r.filters(ours)).routeTables().size(),
        "groups", ec2.describeSecurityGroups(r -> r.filters(ours)).securityGroups().size(),
        "addresses", ec2.describeAddresses(r -> r.filters(ours)).addresses().size(),
        "keys", ec2.describeKeyPairs(r -> r.filters(ours)).keyPairs().size());
  }

  /** A leftover of a frozen worker: a second machine with the same tags. */
  static void copyOf(Build build, String instanceId) {
    Ec2Client ec2 = ec2(build);
    Instance original =
        ec2.describeInstances(r -> r.instanceIds(instanceId))
            .reservations()
            .getFirst()
            .instances()
            .getFirst();
    ec2.runInstances(r ->
        r.imageId(original.imageId())
            .instanceType(original.instanceType())
            .subnetId(original.subnetId())
            .minCount(1)
            .maxCount(1)
            .tagSpecifications(t -> t.resourceType(ResourceType.INSTANCE).tags(original.tags())));
  }

  /** Its tag {@code Name}. */
  static String name(Instance instance) {
    return instance.tags().stream()
        .filter(tag -> tag.key().equals("Name"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** By whoever has the credentials now. */
  static String deleteVolume(String region, String id) {
    try (Ec2Client ec2 = client(region)) {
      return ec2.deleteVolume(r -> r.volumeId(id)).toString();
    }
  }

  static IamClient iam() {
    return IamClient.builder()
        .endpointOverride(AwsStandIn.shared().endpoint())
        .region(Region.AWS_GLOBAL)
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static void terminate(Build build, String instanceId) {
    ec2(build).terminateInstances(r -> r.instanceIds(instanceId));
  }

  /** Everything of the cluster that still exists, whatever its type. */
  static List<String> leftovers(Build build) {
    List<String> left = new ArrayList<>();
    Ec2Client ec2 = ec2(build);
    Filter ours = clusterFilter(build);
    instances(build).forEach(i -> left.add(i.instanceId()));
    ec2.describeVpcs(r -> r.filters(ours)).vpcs().forEach(v -> left.add(v.vpcId()));
    ec2.describeSubnets(r -> r.filters(ours)).subnets().forEach(s -> left.add(s.subnetId()));
    ec2.describeSecurityGroups(r -> r.filters(ours))
        .securityGroups()
        .forEach(g -> left.add(g.groupId()));
    ec2.describeInternetGateways(r -> r.filters(ours))
        .internetGateways()
        .forEach(g -> left.add(g.internetGatewayId()));
    ec2.describeRouteTables(r -> r.filters(ours))
        .routeTables()
        .forEach(t -> left.add(t.routeTableId()));
    ec2.describeAddresses(r -> r.filters(ours)).addresses().forEach(a -> left.add(a.publicIp()));
    ec2.describeKeyPairs(r -> r.filters(ours)).keyPairs().forEach(k -> left.add(k.keyName()));
    ec2.describeVolumes(r -> r.filters(ours)).volumes().forEach(v -> left.add(v.volumeId()));
    ec2.describeNetworkInterfaces(r -> r.filters(ours))
        .networkInterfaces()
        .forEach(n -> left.add(n.networkInterfaceId()));
    left.addAll(outsideEc2(build));
    return left;
  }

  private static List<String> outsideEc2(Build build) {
    List<String> left = new ArrayList<>();
    var http = UrlConnectionHttpClient.create();
    try (IamClient iam =
            IamClient.builder()
                .endpointOverride(AwsStandIn.shared().endpoint())
                .region(Region.AWS_GLOBAL)
                .httpClient(http)
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(AwsStandIn.shared().endpoint())
                .region(Region.of(build.region()))
                .forcePathStyle(true)
                .httpClient(http)
                .build()) {
      String name = build.name() + "-" + build.region();
      iam.listRoles().roles().stream()
          .filter(role -> role.roleName().startsWith(name))
          .forEach(role -> left.add(role.arn()));
      iam.listInstanceProfiles().instanceProfiles().stream()
          .filter(profile -> profile.instanceProfileName().startsWith(name))
          .forEach(profile -> left.add(profile.arn()));
      s3.listBuckets().buckets().stream()
          .filter(bucket -> bucket.name().startsWith(build.name() + "-images-"))
          .forEach(bucket -> left.add(bucket.name()));
    }
    return left;
  }

  /** The actions called since the last reset that change something. */
  static Set<String> changesCalled() {
    Set<String> changes = new TreeSet<>();
    AwsStandIn.shared()
        .calls()
        .get("calls")
        .forEachEntry((service, actions) ->
            actions.forEachEntry((action, count) -> {
              if (!action.matches("(Describe|Get|List|Head).*")) {
                changes.add(service + ":" + action);
              }
            }));
    return changes;
  }

  private static Filter clusterFilter(Build build) {
    return Filter.builder().name("tag:clusterline.io/cluster-uid").values(build.uid()).build();
  }
}
