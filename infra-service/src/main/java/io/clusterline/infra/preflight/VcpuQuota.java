package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance;
import io.clusterline.infra.machine.MachineStates;
import io.clusterline.infra.machine.Offerings;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Whether the machines that are still missing fit into the account's quotas of vCPUs, beside what
 * runs already. Asked before anything is made, because a quota takes days to raise.
 *
 * @param nodes the machines of the specification, by name
 */
public record VcpuQuota(Offerings offerings, List<String> nodes)
    implements Step<Aws, VcpuQuota.Fits> {

  /** The vCPUs of all machines of the cluster. */
  public record Fits(int vcpus) {}

  public static final Kind<Aws, Fits> KIND = Kind.withoutResource("quota", Fits.class);

  public static VcpuQuota of(Offerings offerings, ClusterSpec spec) {
    return new VcpuQuota(offerings, spec.nodes().stream().map(NodeSpec::name).toList());
  }

  public VcpuQuota {
    nodes = List.copyOf(nodes);
  }

  @Override
  public Kind<Aws, Fits> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "vcpu";
  }

  @Override
  public Found<Fits> find(Aws aws) {
    return Found.inSync(
        aws.askIfPermitted("the quota of vCPUs", () -> fits(aws)).orElseGet(() -> new Fits(0)));
  }

  @Override
  public Fits apply(Aws aws, Found<Fits> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private Fits fits(Aws aws) {
    List<software.amazon.awssdk.services.ec2.model.Instance> running = running(aws);
    Set<String> present = ofThisCluster(aws, running);
    List<String> missing =
        nodes.stream()
            .filter(node -> !present.contains(Instance.addressOf(node).toString()))
            .map(node -> wanted(aws, node))
            .toList();
    List<String> used = running.stream().map(instance -> instance.instanceTypeAsString()).toList();
    Map<String, Integer> vcpus = vcpusOf(aws, missing, used);
    check(aws, missing, used, vcpus);
    return new Fits(sum(nodes.stream().map(node -> wanted(aws, node)).toList(), vcpus));
  }

  /** The type that is tried first. */
  private String wanted(Aws aws, String node) {
    return aws.output(offerings).of(node).getFirst();
  }

  private static void check(
      Aws aws, List<String> missing, List<String> used, Map<String, Integer> vcpus) {
    List<String> findings = new ArrayList<>();
    for (VcpuFamily family : VcpuFamily.values()) {
      List<String> wanted = of(family, missing);
      if (!wanted.isEmpty()) {
        finding(aws, family, wanted.size(), sum(wanted, vcpus), sum(of(family, used), vcpus))
            .ifPresent(findings::add);
      }
    }
    if (!findings.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.INSUFFICIENT_VCPU_QUOTA, String.join("; ", findings));
    }
  }

  private static Optional<String> finding(
      Aws aws, VcpuFamily family, int machines, int wanted, int used) {
    return family
        .quota()
        .allows(aws, "the quota of vCPUs")
        .filter(quota -> used + wanted > quota)
        .map(quota ->
            "%d machines need %d vCPUs; of the %d that quota %s allows in %s, %d are in use: %d too few"
                .formatted(
                    machines,
                    wanted,
                    quota,
                    family.quota().code(),
                    aws.region(),
                    used,
                    used + wanted - quota));
  }

  private static List<String> of(VcpuFamily family, List<String> types) {
    return types.stream()
        .filter(type -> VcpuFamily.of(type).filter(family::equals).isPresent())
        .toList();
  }

  /** Spot instances have quotas of their own. */
  private static List<software.amazon.awssdk.services.ec2.model.Instance> running(Aws aws) {
    Filter states =
        Filter.builder().name("instance-state-name").values(MachineStates.COUNTED).build();
    return aws.ec2(c ->
        c.describeInstancesPaginator(r -> r.filters(states)).reservations().stream()
            .flatMap(reservation -> reservation.instances().stream())
            .filter(instance -> instance.instanceLifecycle() == null)
            .toList());
  }

  private static Set<String> ofThisCluster(
      Aws aws, List<software.amazon.awssdk.services.ec2.model.Instance> running) {
    return running.stream()
        .filter(instance ->
            Tags.value(instance.tags(), Tags.CLUSTER_UID)
                .filter(aws.cluster().uid()::equals)
                .isPresent())
        .flatMap(instance -> Tags.value(instance.tags(), Tags.ADDRESS).stream())
        .collect(Collectors.toSet());
  }

  private Map<String, Integer> vcpusOf(Aws aws, List<String> missing, List<String> used) {
    List<String> wanted =
        nodes.stream().flatMap(node -> aws.output(offerings).of(node).stream()).toList();
    List<InstanceTypeInfo> known =
        describe(aws, Stream.of(used, missing, wanted).flatMap(List::stream).distinct().toList());
    refuseOthersThanX86(known, Set.copyOf(wanted));
    return known.stream()
        .collect(
            Collectors.toMap(
                type -> type.instanceTypeAsString(), type -> type.vCpuInfo().defaultVCpus()));
  }

  /** The specification's reader knows only some of the types; AWS knows all. */
  private static List<InstanceTypeInfo> describe(Aws aws, List<String> types) {
    try {
      return aws.ec2(c -> c.describeInstanceTypes(r -> r.instanceTypesWithStrings(types)))
          .instanceTypes();
    } catch (AwsCallException e) {
      if (!e.is("InvalidInstanceType")) {
        throw e;
      }
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION,
          "spec.nodes: EC2 does not know a type in " + aws.region() + ": " + e.getMessage(),
          e);
    }
  }

  private static void refuseOthersThanX86(List<InstanceTypeInfo> known, Set<String> wanted) {
    known.stream()
        .filter(type -> wanted.contains(type.instanceTypeAsString()))
        .filter(type -> !type.processorInfo().supportedArchitecturesAsStrings().contains("x86_64"))
        .map(type ->
            "spec.nodes: "
                + type.instanceTypeAsString()
                + " is not an x86-64 type; it is "
                + type.processorInfo().supportedArchitecturesAsStrings())
        .sorted()
        .reduce((first, second) -> first + "; " + second)
        .ifPresent(findings -> {
          throw new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, findings);
        });
  }

  private static int sum(List<String> types, Map<String, Integer> vcpus) {
    return types.stream().mapToInt(type -> vcpus.getOrDefault(type, 0)).sum();
  }
}
