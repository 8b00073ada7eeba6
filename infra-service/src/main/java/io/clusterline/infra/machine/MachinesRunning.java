package io.clusterline.infra.machine;

import io.clusterline.event.Machine;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Waits until all machines run, and returns the node table. One step and not one per machine: they
 * are polled with one call.
 */
public record MachinesRunning(
    List<Instance> instances, ElasticIp masterAddress, ElasticIpAssociation association)
    implements Step<Aws, MachinesRunning.NodeTable> {

  /**
   * The machines in the order of the specification.
   *
   * @param postponed the machines among them that a later build is to replace
   */
  public record NodeTable(List<Machine> machines, List<String> postponed) {
    public NodeTable {
      machines = List.copyOf(machines);
      postponed = List.copyOf(Objects.requireNonNullElse(postponed, List.of()));
    }
  }

  public static final Kind<Aws, NodeTable> KIND = Kind.withoutResource("machines", NodeTable.class);

  public static final Address ADDRESS = new Address(KIND.name(), "running");

  public MachinesRunning {
    instances = List.copyOf(instances);
  }

  /** Whether the newest run has left a replacement to a later build. */
  public static boolean hasPostponed(Map<Address, LedgerEntry> ledger) {
    LedgerEntry entry = ledger.get(ADDRESS);
    return entry != null && entry.value() != null && !entry.value().path("postponed").isEmpty();
  }

  @Override
  public Kind<Aws, NodeTable> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return ADDRESS.key();
  }

  /** Same only if the ledger has the very table: public addresses change when a machine was off. */
  @Override
  public Found<NodeTable> find(Aws aws) {
    Optional<NodeTable> recorded = aws.recorded(KIND);
    if (recorded.isEmpty()) {
      return Found.missing();
    }
    return Running.checkRunning(aws, ids(aws))
        .value()
        .flatMap(seen -> masterIp(aws).map(ip -> table(aws, seen, ip)))
        .filter(recorded.get()::equals)
        .map(Found::inSync)
        .orElseGet(Found::missing);
  }

  @Override
  public NodeTable apply(Aws aws, Found<NodeTable> found) {
    var seen = Running.await(aws, ids(aws));
    String masterIp =
        Wait.until("the Elastic IP is known")
            .poll(() -> masterIp(aws).map(Seen::yes).orElseGet(() -> Seen.notYet("nothing")));
    return table(aws, seen, masterIp);
  }

  /** The machine shows the address that it had before for a while: another's, soon. */
  private Optional<String> masterIp(Aws aws) {
    return ElasticIp.publicAddress(aws, aws.output(masterAddress));
  }

  private List<String> ids(Aws aws) {
    return instances.stream().map(instance -> aws.output(instance).instanceId()).toList();
  }

  private NodeTable table(
      Aws aws, List<software.amazon.awssdk.services.ec2.model.Instance> seen, String masterIp) {
    return new NodeTable(
        instances.stream()
            .map(instance -> machine(instance, aws.output(instance), seen, masterIp))
            .toList(),
        aws.replacements().postponed());
  }

  private Machine machine(
      Instance step,
      Launched launched,
      List<software.amazon.awssdk.services.ec2.model.Instance> seen,
      String masterIp) {
    return new Machine(
        step.node().name(),
        step.node().role(),
        launched.instanceId(),
        launched.privateIp(),
        step.equals(association.instance()) ? masterIp : publicIp(launched, seen),
        launched.zone(),
        launched.type(),
        launched.firstContactHostKey());
  }

  private static String publicIp(
      Launched launched, List<software.amazon.awssdk.services.ec2.model.Instance> seen) {
    return seen.stream()
        .filter(candidate -> candidate.instanceId().equals(launched.instanceId()))
        .findFirst()
        .orElseThrow()
        .publicIpAddress();
  }
}
