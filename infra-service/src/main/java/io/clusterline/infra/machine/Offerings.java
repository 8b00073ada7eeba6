package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.machine.Offerings.Offered;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;

/** Which of its types the zone of each machine offers, as AWS says. */
public record Offerings(List<Wanted> machines) implements Step<Aws, Offered> {

  /**
   * A machine of the specification.
   *
   * @param path the field that names the types
   */
  public record Wanted(String node, String path, String zone, List<String> types) {
    public Wanted {
      types = List.copyOf(types);
    }
  }

  /**
   * @param types by node, the preferred one first; never empty
   * @param findings machines whose zone offers none of their types; {@link OfferedTypes} refuses
   *     them, so that the other checks of types run all the same
   */
  public record Offered(Map<String, List<String>> types, List<String> findings) {
    public Offered {
      types = Map.copyOf(types);
      findings = List.copyOf(findings == null ? List.of() : findings);
    }

    /** Those of a node. */
    public List<String> of(String node) {
      return types.getOrDefault(node, List.of());
    }
  }

  public static final Kind<Aws, Offered> KIND = Kind.withoutResource("offerings", Offered.class);

  public Offerings {
    machines = List.copyOf(machines);
  }

  public static Offerings of(ClusterSpec spec) {
    return new Offerings(
        IntStream.range(0, spec.nodes().size())
            .mapToObj(index -> wanted(spec, index, spec.nodes().get(index)))
            .toList());
  }

  private static Wanted wanted(ClusterSpec spec, int index, NodeSpec node) {
    String path = "spec.nodes[" + index + "]." + MachineTypes.field(node);
    String zone = spec.network().subnet(node.subnet()).zone();
    return new Wanted(node.name(), path, zone, MachineTypes.of(node));
  }

  @Override
  public Kind<Aws, Offered> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "types";
  }

  @Override
  public Found<Offered> find(Aws aws) {
    return Found.inSync(
        aws.askIfPermitted("which instance types the zones offer", () -> zonesByType(aws))
            .map(zones -> offered(aws, zones))
            .orElseGet(this::asWanted));
  }

  @Override
  public Offered apply(Aws aws, Found<Offered> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private Offered offered(Aws aws, Map<String, Set<String>> zones) {
    Map<String, List<String>> types = new LinkedHashMap<>();
    List<String> findings = new ArrayList<>();
    for (Wanted machine : machines) {
      List<String> here =
          machine.types().stream()
              .filter(type -> zones.getOrDefault(type, Set.of()).contains(machine.zone()))
              .toList();
      if (here.isEmpty() && !Instance.stands(aws, machine.node())) { // no harm to one that has it
        findings.add(finding(aws, machine, zones));
      }
      types.put(machine.node(), here.isEmpty() ? machine.types() : here);
    }
    return new Offered(types, findings);
  }

  private static String finding(Aws aws, Wanted machine, Map<String, Set<String>> zones) {
    List<String> elsewhere =
        machine.types().stream()
            .map(type -> type + " is offered in " + places(aws, zones.getOrDefault(type, Set.of())))
            .toList();
    return "%s: %s offers none of %s (%s)"
        .formatted(
            machine.path(),
            machine.zone(),
            String.join(", ", machine.types()),
            String.join(", ", elsewhere));
  }

  private static String places(Aws aws, Set<String> zones) {
    return zones.isEmpty() ? "no zone of " + aws.region() : String.join(" and ", zones);
  }

  private Offered asWanted() {
    Map<String, List<String>> types = new LinkedHashMap<>();
    machines.forEach(machine -> types.put(machine.node(), machine.types()));
    return new Offered(types, List.of());
  }

  private Map<String, Set<String>> zonesByType(Aws aws) {
    List<String> types =
        machines.stream().flatMap(machine -> machine.types().stream()).distinct().toList();
    Filter ofTypes = Filter.builder().name("instance-type").values(types).build();
    Map<String, Set<String>> zones = new TreeMap<>();
    for (InstanceTypeOffering offer : offerings(aws, ofTypes)) {
      zones
          .computeIfAbsent(offer.instanceTypeAsString(), type -> new TreeSet<>())
          .add(offer.location());
    }
    return zones;
  }

  private static List<InstanceTypeOffering> offerings(Aws aws, Filter ofTypes) {
    return aws.ec2(c ->
        c
            .describeInstanceTypeOfferingsPaginator(
                r -> r.locationType(LocationType.AVAILABILITY_ZONE).filters(ofTypes))
            .instanceTypeOfferings()
            .stream()
            .toList());
  }
}
