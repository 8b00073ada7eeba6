package io.clusterline.infra.machine;

import io.clusterline.infra.access.FirstContactSeed;
import io.clusterline.infra.access.HostKey;
import io.clusterline.infra.access.KeyPair;
import io.clusterline.infra.access.SshKey;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.iam.InstanceProfile;
import io.clusterline.infra.network.SecurityGroup;
import io.clusterline.infra.network.Subnet;
import io.clusterline.spec.NodeSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One machine, launched. It is found again by its tags; its client token is the ledger's nonce, so
 * that a launch whose answer got lost answers with the same machine.
 */
public record Instance(
    NodeSpec node,
    Placement placement,
    Image image,
    Subnet subnet,
    SecurityGroup group,
    SshKey sshKey,
    KeyPair keyPair,
    FirstContactSeed seed,
    InstanceProfile profile)
    implements Step<Aws, Instance.Launched> {

  /** What is settled before the machine exists. */
  public record Placement(
      String privateIp, String controlPlaneName, String controlPlaneAddress, String domain) {}

  /** A machine as it was launched. */
  public record Launched(
      String instanceId,
      String privateIp,
      String zone,
      String type,
      String imageId,
      String subnetId,
      int diskGiB,
      String firstContactHostKey) {}

  public static final Kind<Aws, Launched> KIND =
      Kind.of(
          "instance",
          Launched.class,
          (aws, launched) -> Termination.of(aws, List.of(launched.instanceId())),
          (aws, intent) ->
              live(aws, intent.address()).stream()
                  .findFirst()
                  .map(instance -> launched(instance, 0, "")));

  @Override
  public Kind<Aws, Launched> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return node.name();
  }

  @Override
  public Duration deadline() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Found<Launched> find(Aws aws) {
    var live = live(aws, address());
    var kept = preferred(aws, live);
    if (kept.isEmpty()) {
      return Found.missing();
    }
    Launched launched = adopted(aws, kept.get());
    List<Change> replacing = replacing(aws, launched);
    List<Change> changes = new ArrayList<>(replacing);
    if (live.size() > 1) {
      changes.add(new Change("copies", Integer.toString(live.size()), "1"));
    }
    if (MachineStates.isStopped(kept.get())) {
      changes.add(new Change("state", MachineStates.of(kept.get()), "running"));
    }
    if (!isInGroup(aws, kept.get())) {
      changes.add(new Change("securityGroup", "another", group.key()));
    }
    return changes.isEmpty()
        ? Found.same(launched)
        : new Found.Different<>(launched, changes, !replacing.isEmpty());
  }

  @Override
  public Launched apply(Aws aws, Found<Launched> found) {
    return switch (found) {
      case Found.Missing<Launched> missing -> new Launch(this, aws).run();
      case Found.Different<Launched>(Launched old, var changes, boolean replace) -> {
        if (replace) {
          Termination.of(aws, List.of(old.instanceId()));
          aws.freshNonce();
          yield new Launch(this, aws).run();
        }
        yield new Repair(this, aws).run(old);
      }
      case Found.Same<Launched>(Launched launched) -> launched;
    };
  }

  /** Oldest first. */
  static List<software.amazon.awssdk.services.ec2.model.Instance> live(Aws aws, Address address) {
    return aws.inventory().instances().stream()
        .filter(MachineStates::isLive)
        .filter(instance ->
            Tags.value(instance.tags(), Tags.ADDRESS)
                .filter(address.toString()::equals)
                .isPresent())
        .sorted(
            Comparator.comparing(
                    (software.amazon.awssdk.services.ec2.model.Instance i) -> i.launchTime())
                .thenComparing(i -> i.instanceId()))
        .toList();
  }

  private static Optional<software.amazon.awssdk.services.ec2.model.Instance> preferred(
      Aws aws, List<software.amazon.awssdk.services.ec2.model.Instance> live) {
    Optional<String> recorded = aws.recorded(KIND).map(Launched::instanceId);
    return live.stream()
        .filter(instance -> recorded.filter(instance.instanceId()::equals).isPresent())
        .findFirst()
        .or(() -> live.stream().findFirst());
  }

  /** What the ledger knows of it; for one that was never recorded, what can be derived. */
  private Launched adopted(Aws aws, software.amazon.awssdk.services.ec2.model.Instance instance) {
    return aws.recorded(KIND)
        .filter(known -> known.instanceId().equals(instance.instanceId()))
        .orElseGet(() -> {
          String intent = Tags.value(instance.tags(), Tags.INTENT).orElse("");
          return launched(instance, node.diskGiB(), hostKey(aws, intent));
        });
  }

  String hostKey(Aws aws, String intent) {
    String secret = aws.secret(aws.output(seed)).reveal();
    return HostKey.of(secret, node.name(), intent).publicKey();
  }

  static Launched launched(
      software.amazon.awssdk.services.ec2.model.Instance instance, int diskGiB, String hostKey) {
    return new Launched(
        instance.instanceId(),
        instance.privateIpAddress(),
        instance.placement().availabilityZone(),
        instance.instanceTypeAsString(),
        instance.imageId(),
        instance.subnetId(),
        diskGiB,
        hostKey);
  }

  /** What only a new machine can have. */
  private List<Change> replacing(Aws aws, Launched present) {
    List<Change> changes = new ArrayList<>();
    compare(changes, "type", present.type(), node.type());
    compare(changes, "imageId", present.imageId(), aws.output(image).id());
    compare(changes, "subnet", present.subnetId(), aws.output(subnet));
    compare(
        changes, "diskGiB", Integer.toString(present.diskGiB()), Integer.toString(node.diskGiB()));
    return changes;
  }

  private static void compare(List<Change> changes, String field, String from, String to) {
    if (!from.equals(to)) {
      changes.add(new Change(field, from, to));
    }
  }

  private boolean isInGroup(Aws aws, software.amazon.awssdk.services.ec2.model.Instance instance) {
    return instance.securityGroups().stream()
        .anyMatch(present -> present.groupId().equals(aws.output(group)));
  }
}
