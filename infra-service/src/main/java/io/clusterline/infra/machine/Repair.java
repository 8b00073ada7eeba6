package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.machine.Instance.Launched;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;

/** Corrects the settings of an existing machine without replacing it. */
final class Repair {

  private final Instance step;
  private final Aws aws;

  Repair(Instance step, Aws aws) {
    this.step = step;
    this.aws = aws;
  }

  Launched run(Launched kept) {
    removeCopies(kept.instanceId());
    aws.ec2(c ->
        c.modifyInstanceAttribute(
            r -> r.instanceId(kept.instanceId()).groups(aws.output(step.group()))));
    limitMetadata(kept.instanceId());
    start(kept.instanceId());
    return kept;
  }

  private void limitMetadata(String instanceId) {
    MetadataAccess access = MetadataAccess.of(step.node());
    aws.ec2(c ->
        c.modifyInstanceMetadataOptions(r ->
            r.instanceId(instanceId)
                .httpTokens(access.tokens())
                .httpPutResponseHopLimit(access.hops())));
  }

  /** Only machines that carry our intent: a machine with copied tags is not touched. */
  private void removeCopies(String kept) {
    List<String> copies =
        LiveInstances.ofIntent(aws, step.address()).stream()
            .filter(id -> !id.equals(kept))
            .toList();
    if (!copies.isEmpty()) {
      aws.report("removing " + copies + ", made twice");
      Termination.of(aws, copies);
    }
  }

  private void start(String instanceId) {
    Wait.until(step.node().name() + " leaves its stopped state")
        .reporting(aws::report)
        .poll(() -> tryStart(instanceId));
  }

  private Seen<Boolean> tryStart(String instanceId) {
    var instance =
        LiveInstances.of(aws, step.address()).stream()
            .filter(candidate -> candidate.instanceId().equals(instanceId))
            .findFirst();
    if (instance.isEmpty() || !MachineStates.isStopped(instance.get())) {
      return Seen.yes(true);
    }
    if (MachineStates.of(instance.get()).equals("stopped")) {
      aws.ec2(c -> c.startInstances(r -> r.instanceIds(instanceId)));
    }
    return Seen.notYet(MachineStates.of(instance.get()));
  }
}
