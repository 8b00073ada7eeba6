package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares an existing machine with its specification. */
final class Inspection {

  private final Instance step;
  private final Aws aws;

  Inspection(Instance step, Aws aws) {
    this.step = step;
    this.aws = aws;
  }

  Found<Launched> found() {
    LiveInstances.awaitSeen(aws, aws.recorded(Instance.KIND).map(Launched::instanceId));
    var live = LiveInstances.of(aws, step.address());
    var kept = preferred(live);
    if (kept.isEmpty()) {
      return Found.missing();
    }
    Launched launched = adopted(kept.get());
    List<Change> replacing = replacing(launched);
    List<Change> changes = new ArrayList<>(replacing);
    changes.addAll(repairable(kept.get(), live.size()));
    return changes.isEmpty()
        ? Found.inSync(launched)
        : new Found.Drifted<>(launched, changes, !replacing.isEmpty());
  }

  /** The instance in the ledger, else the oldest. */
  private Optional<software.amazon.awssdk.services.ec2.model.Instance> preferred(
      List<software.amazon.awssdk.services.ec2.model.Instance> live) {
    Optional<String> recorded = aws.recorded(Instance.KIND).map(Launched::instanceId);
    return live.stream()
        .filter(instance -> recorded.filter(instance.instanceId()::equals).isPresent())
        .findFirst()
        .or(() -> live.stream().findFirst());
  }

  /** The recorded settings; for an unrecorded instance, those that can be derived. */
  private Launched adopted(software.amazon.awssdk.services.ec2.model.Instance instance) {
    return aws.recorded(Instance.KIND)
        .filter(known -> known.instanceId().equals(instance.instanceId()))
        .orElseGet(() -> derived(instance));
  }

  private Launched derived(software.amazon.awssdk.services.ec2.model.Instance instance) {
    String intent = Tags.value(instance.tags(), Tags.INTENT).orElse("");
    String hostKey = step.hostKey(aws, intent).publicKey();
    return Launched.of(instance, aws.output(step.image()), step.node().diskGiB(), hostKey);
  }

  /** Settings that only a new machine can have. */
  private List<Change> replacing(Launched present) {
    List<Change> changes = new ArrayList<>();
    List<String> types = MachineTypes.of(step.node());
    if (!types.contains(present.type())) {
      changes.add(new Change("type", present.type(), types.getFirst()));
    }
    if (!step.image().admits(present)) {
      compare(changes, "imageId", present.imageId(), aws.output(step.image()).id());
    }
    compare(changes, "subnet", present.subnetId(), aws.output(step.subnet()));
    String wantedDisk = Integer.toString(step.node().diskGiB());
    compare(changes, "diskGiB", Integer.toString(present.diskGiB()), wantedDisk);
    return changes;
  }

  /** Settings that {@link Repair} corrects. */
  private List<Change> repairable(
      software.amazon.awssdk.services.ec2.model.Instance present, int copies) {
    List<Change> changes = new ArrayList<>();
    compare(changes, "copies", Integer.toString(copies), "1");
    if (MachineStates.isStopped(present)) {
      changes.add(new Change("state", MachineStates.of(present), "running"));
    }
    boolean inGroup =
        present.securityGroups().stream()
            .anyMatch(group -> group.groupId().equals(aws.output(step.group())));
    compare(changes, "securityGroup", inGroup ? step.group().key() : "another", step.group().key());
    compare(
        changes,
        "metadata",
        MetadataAccess.of(present.metadataOptions()).toString(),
        MetadataAccess.of(step.node()).toString());
    return changes;
  }

  private static void compare(List<Change> changes, String field, String from, String to) {
    if (!from.equals(to)) {
      changes.add(new Change(field, from, to));
    }
  }
}
