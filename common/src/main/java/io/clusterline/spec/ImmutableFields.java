package io.clusterline.spec;

import io.clusterline.spec.ImmutableField.Items;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that no step changes on an existing cluster. A request that changes one of them is
 * refused when it arrives: otherwise the build would end as "ready" although nothing was changed,
 * or fail half-way. Every other field is compared by a step; a test walks the whole schema and
 * fails on a field that is neither here nor there.
 */
public final class ImmutableFields {

  private static final String OR_ANEW = ", or delete the cluster and build it anew";

  /** The kinds of steps that make something with tags. */
  private static final String[] TAGGED = {
    "vpc",
    "internet-gateway",
    "subnet",
    "route-table",
    "security-group",
    "key-pair",
    "bucket",
    "role",
    "instance-profile",
    "elastic-ip",
    "instance",
    "certificate",
    "distribution"
  };

  private static final Items<SubnetSpec> SUBNETS =
      new Items<>(
          "spec.network.subnets", cluster -> cluster.spec().network().subnets(), SubnetSpec::name);

  private static final Items<NodeSpec> NODES =
      new Items<>("spec.nodes", cluster -> cluster.spec().nodes(), NodeSpec::name);

  private static final List<ImmutableField> ALL =
      List.of(
          ImmutableField.of(
              "metadata.name", Cluster::name, "a cluster of another name is another cluster"),
          ImmutableField.of(
                  "metadata.labels",
                  cluster -> cluster.metadata().labels(),
                  "write the labels as they were; tags of existing resources can be edited in AWS")
              .onceCreated(TAGGED),
          account(),
          ImmutableField.of(
              "spec.aws.region",
              cluster -> cluster.spec().aws().region(),
              "name the cluster's own region; a second cluster can be built in another one"),
          boundary(),
          ImmutableField.of(
                  "spec.kubernetes.version",
                  cluster -> cluster.spec().kubernetes().version(),
                  "write the version as it was: upgrades and downgrades are not supported yet; build a"
                      + " second cluster with the other version and move to it")
              .onceCreated("control-plane"),
          ImmutableField.of(
                  "spec.kubernetes.controlPlaneEndpoint",
                  cluster -> cluster.spec().kubernetes().controlPlaneEndpoint(),
                  "write the name as it was" + OR_ANEW)
              .onceCreated("instance"),
          ofNetwork("existingVpcId", NetworkSpec::existingVpcId)
              .onceCreated("vpc", "subnet", "security-group"),
          ofNetwork("vpcCidr", ImmutableFields::rangeOfOwnVpc).whenBothPresent().onceCreated("vpc"),
          ofNetwork("podCidr", NetworkSpec::podCidr).onceCreated("control-plane"),
          ofNetwork("serviceCidr", NetworkSpec::serviceCidr).onceCreated("control-plane"),
          ofSubnet("cidr", SubnetSpec::cidr),
          ofSubnet("zone", SubnetSpec::zone),
          ofSubnet("public", SubnetSpec::isPublic),
          ImmutableField.of(
                  "spec.nodes[].role",
                  ImmutableFields::controlPlane,
                  "leave the control plane on its node and under its name" + OR_ANEW)
              .onceCreated("instance"),
          ImmutableField.of(
                  NODES,
                  "tags",
                  NodeSpec::tags,
                  "write the tags as they were; those of an existing machine can be edited in AWS")
              .onceCreated("instance"),
          ImmutableField.of(
                  "spec.dns.zoneId",
                  cluster -> cluster.spec().dns().zoneId(),
                  "write the zone as it was: the records in it would be left" + OR_ANEW)
              .whenBothPresent()
              .onceCreated("validation-records", "alias-records", "host-record"),
          ofLoadBalancer(
              "spec.ingress.group", cluster -> cluster.spec().ingress().groupOf(cluster.name())),
          ofLoadBalancer("spec.ingress.hosts[].annotations", ImmutableFields::loadBalancerName),
          ImmutableField.of(
                  "spec.mirrors.images",
                  cluster -> cluster.spec().mirrors().images(),
                  "write the mirror as it was: the control plane's images come from it" + OR_ANEW)
              .onceCreated("control-plane"));

  private ImmutableFields() {}

  /**
   * Changes of the newer specification that no step can make. A subnet or node that only one of the
   * two has is no finding: it is created or removed.
   *
   * @param before the specification of the existing cluster
   * @param after the requested specification
   * @return empty when there is no such change. Each finding shows the new value as its value, and
   *     the old one in its reason
   */
  public static List<Finding> changed(Cluster before, Cluster after) {
    return changed(before, after, (kind, item) -> true);
  }

  /**
   * The same for a cluster whose build may have failed early: a field can change until a resource
   * was created from it, so that the mistake that ended the build can be corrected.
   *
   * @param made the addresses that the ledgers of its stages hold, such as {@code subnet/public-a};
   *     what was begun counts as made
   */
  public static List<Finding> changed(Cluster before, Cluster after, Collection<String> made) {
    return changed(
        before,
        after,
        (kind, item) ->
            made.stream()
                .anyMatch(address ->
                    item.isEmpty()
                        ? address.startsWith(kind + "/")
                        : address.equals(kind + "/" + item)));
  }

  private static List<Finding> changed(
      Cluster before, Cluster after, BiPredicate<String, String> exists) {
    return ALL.stream().flatMap(field -> field.changes(before, after, exists)).toList();
  }

  /** The kinds of the steps that create resources from the fields. */
  public static Set<String> kinds() {
    return ALL.stream()
        .flatMap(field -> field.kindsCreated().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The fields as paths, such as {@code spec.network.subnets[].cidr}. */
  public static List<String> paths() {
    return ALL.stream().map(ImmutableField::path).toList();
  }

  /** Without an account, the credentials' own is meant; a step compares that one. */
  private static ImmutableField account() {
    return ImmutableField.of(
            "spec.aws.accountId",
            cluster -> cluster.spec().aws().accountId(),
            "name the cluster's own account; a second cluster can be built in another one")
        .whenBothPresent();
  }

  /** A step replaces the boundary of the role, and never takes it away. */
  private static ImmutableField boundary() {
    return ImmutableField.of(
            "spec.aws.permissionsBoundary",
            cluster -> cluster.spec().aws().permissionsBoundary(),
            "name a permissions boundary: it can be replaced, not taken away")
        .exceptWhen((from, to) -> to != null)
        .onceCreated("role");
  }

  private static ImmutableField ofNetwork(
      String field, Function<NetworkSpec, @Nullable Object> value) {
    return ImmutableField.of(
        "spec.network." + field,
        cluster -> value.apply(cluster.spec().network()),
        "write it as it was" + OR_ANEW);
  }

  /** Without hosts there is no load balancer, and the next one may be another. */
  private static ImmutableField ofLoadBalancer(String path, Function<Cluster, String> value) {
    return ImmutableField.of(
            path,
            cluster -> cluster.spec().ingress().hosts().isEmpty() ? null : value.apply(cluster),
            "write group and load-balancer-name as they were: others are another load balancer"
                + OR_ANEW)
        .whenBothPresent()
        .onceCreated("ingress");
  }

  private static ImmutableField ofSubnet(
      String field, Function<SubnetSpec, @Nullable Object> value) {
    return ImmutableField.of(
            SUBNETS,
            field,
            value,
            "write it as it was, or add a subnet with another name and move the nodes there")
        .onceCreated("subnet");
  }

  /** A step compares the range with an existing VPC each time. */
  private static @Nullable Cidr rangeOfOwnVpc(NetworkSpec network) {
    return network.existingVpcId() == null ? network.vpcCidr() : null;
  }

  /** The other annotations change the load balancer that is there. */
  private static String loadBalancerName(Cluster cluster) {
    return cluster.spec().ingress().hosts().stream()
        .flatMap(host ->
            Stream.ofNullable(host.annotations().get(IngressAnnotations.LOAD_BALANCER_NAME)))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** With exactly one, any change of a role moves it. */
  private static String controlPlane(Cluster cluster) {
    return cluster.spec().nodes().stream()
        .filter(node -> node.role() == NodeRole.CONTROL_PLANE)
        .map(NodeSpec::name)
        .collect(Collectors.joining(", "));
  }
}
