package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance;
import io.clusterline.infra.machine.MachineStates;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/**
 * Checks that the missing machines fit into the account's vCPU quota, before anything is created,
 * because a quota takes days to raise.
 */
public record VcpuQuota(List<Planned> machines) implements Step<Aws, VcpuQuota.Fits> {

  /** A machine of the specification. */
  public record Planned(Address address, String type) {}

  /** The vCPUs of all machines of the cluster. */
  public record Fits(int vcpus) {}

  private static final String QUOTA = "L-1216C47A";

  /** The families that this quota counts: A, C, D, H, I, M, R, T, Z. */
  private static final Pattern STANDARD = Pattern.compile("(a|c|d|h|i|im|is|m|r|t|z)\\d.*");

  public static final Kind<Aws, Fits> KIND = Kind.withoutResource("quota", Fits.class);

  /** All machines of the specification, under the addresses of their steps. */
  public static VcpuQuota of(ClusterSpec spec) {
    return new VcpuQuota(
        spec.nodes().stream()
            .map(node -> new Planned(new Address(Instance.KIND.name(), node.name()), node.type()))
            .toList());
  }

  public VcpuQuota {
    machines = List.copyOf(machines);
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
    List<software.amazon.awssdk.services.ec2.model.Instance> running = countedInstances(aws);
    Set<String> present = ofThisCluster(aws, running);
    List<String> missing =
        machines.stream()
            .filter(machine -> !present.contains(machine.address().toString()))
            .map(Planned::type)
            .filter(VcpuQuota::counts)
            .toList();
    List<String> used =
        running.stream()
            .map(instance -> instance.instanceTypeAsString())
            .filter(VcpuQuota::counts)
            .toList();
    Map<String, Integer> vcpus = vcpusOf(aws, used);
    check(aws, sum(used, vcpus), sum(missing, vcpus), missing.size());
    return Found.inSync(new Fits(sum(machines.stream().map(Planned::type).toList(), vcpus)));
  }

  @Override
  public Fits apply(Aws aws, Found<Fits> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private static void check(Aws aws, int used, int wanted, int machines) {
    int quota = wanted == 0 ? Integer.MAX_VALUE : quota(aws);
    if (used + wanted > quota) {
      throw new ClusterlineException(
          ErrorCode.INSUFFICIENT_VCPU_QUOTA,
          "%d machines need %d vCPUs; of the %d that quota %s allows in %s, %d are in use: %d too few"
              .formatted(
                  machines, wanted, quota, QUOTA, aws.region(), used, used + wanted - quota));
    }
  }

  private static int quota(Aws aws) {
    return aws.quotas(c -> c.getServiceQuota(r -> r.serviceCode("ec2").quotaCode(QUOTA)))
        .quota()
        .value()
        .intValue();
  }

  /** Spot instances have a quota of their own. */
  private static List<software.amazon.awssdk.services.ec2.model.Instance> countedInstances(
      Aws aws) {
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

  private static boolean counts(String type) {
    return STANDARD.matcher(type).matches();
  }

  private Map<String, Integer> vcpusOf(Aws aws, List<String> used) {
    List<String> types =
        Stream.concat(used.stream(), machines.stream().map(Planned::type)).distinct().toList();
    List<InstanceTypeInfo> known = describe(aws, types);
    refuseOthersThanX86(known);
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

  private void refuseOthersThanX86(List<InstanceTypeInfo> known) {
    Set<String> wanted = machines.stream().map(Planned::type).collect(Collectors.toSet());
    known.stream()
        .filter(type -> wanted.contains(type.instanceTypeAsString()))
        .filter(type -> !type.processorInfo().supportedArchitecturesAsStrings().contains("x86_64"))
        .findFirst()
        .ifPresent(type -> {
          throw new ClusterlineException(
              ErrorCode.INVALID_SPECIFICATION,
              "spec.nodes: "
                  + type.instanceTypeAsString()
                  + " is not an x86-64 type; it is "
                  + type.processorInfo().supportedArchitecturesAsStrings());
        });
  }

  private static int sum(List<String> types, Map<String, Integer> vcpus) {
    return types.stream().mapToInt(type -> vcpus.getOrDefault(type, 0)).sum();
  }
}
