package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance;
import io.clusterline.infra.network.Subnet;
import io.clusterline.spec.Cidr;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.SubnetSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * Whether the subnets find room: in a VPC of somebody else's beside the subnets that are there, and
 * a subnet that stands has an address for each machine that is still to come.
 *
 * @param existingVpc null when the cluster has its own
 */
public record SubnetRoom(
    @Nullable String existingVpc, List<SubnetSpec> subnets, List<NodeSpec> nodes)
    implements Step<Aws, Checked> {

  public static final Kind<Aws, Checked> KIND = Kind.withoutResource("subnet-room", Checked.class);

  public SubnetRoom {
    subnets = List.copyOf(subnets);
    nodes = List.copyOf(nodes);
  }

  public static SubnetRoom of(ClusterSpec spec) {
    return new SubnetRoom(spec.network().existingVpcId(), spec.network().subnets(), spec.nodes());
  }

  @Override
  public Kind<Aws, Checked> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "addresses";
  }

  @Override
  public Found<Checked> find(Aws aws) {
    String findings = Stream.concat(taken(aws), full(aws)).collect(Collectors.joining("; "));
    if (!findings.isEmpty()) {
      throw new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, findings);
    }
    return Found.inSync(new Checked(true));
  }

  @Override
  public Checked apply(Aws aws, Found<Checked> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private Stream<String> taken(Aws aws) {
    if (existingVpc == null) {
      return Stream.of();
    }
    Filter ofVpc = Filter.builder().name("vpc-id").values(existingVpc).build();
    var others =
        aws
            .ec2(c -> c.describeSubnetsPaginator(r -> r.filters(ofVpc)).subnets().stream().toList())
            .stream()
            .filter(subnet -> !isOurs(aws, subnet))
            .toList();
    return IntStream.range(0, subnets.size())
        .boxed()
        .flatMap(index ->
            others.stream()
                .filter(other -> subnets.get(index).cidr().overlaps(Cidr.parse(other.cidrBlock())))
                .map(other ->
                    "spec.network.subnets[%d].cidr: %s overlaps %s of %s, which is in %s already"
                        .formatted(
                            index,
                            subnets.get(index).cidr(),
                            other.cidrBlock(),
                            other.subnetId(),
                            existingVpc)));
  }

  private static boolean isOurs(Aws aws, software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    return Tags.value(subnet.tags(), Tags.CLUSTER_UID)
        .filter(aws.cluster().uid()::equals)
        .isPresent();
  }

  /** Of a subnet that is still to be made the specification's reader knows all. */
  private Stream<String> full(Aws aws) {
    return aws.inventory().subnets().stream().flatMap(subnet -> full(aws, subnet));
  }

  private Stream<String> full(Aws aws, software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    String address = Tags.value(subnet.tags(), Tags.ADDRESS).orElse("");
    Integer free = subnet.availableIpAddressCount();
    List<String> here =
        nodes.stream()
            .filter(
                node -> new Address(Subnet.KIND.name(), node.subnet()).toString().equals(address))
            .map(NodeSpec::name)
            .toList();
    if (free == null || here.size() <= free) {
      return Stream.of();
    }
    long missing = here.stream().filter(node -> !Instance.stands(aws, node)).count();
    return missing <= free
        ? Stream.of()
        : Stream.of(
            "spec.nodes: %s (%s) has %d free addresses, and %d machines are still to be launched there"
                .formatted(address, subnet.subnetId(), free, missing));
  }
}
