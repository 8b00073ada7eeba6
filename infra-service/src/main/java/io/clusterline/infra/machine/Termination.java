package io.clusterline.infra.machine;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;

/** Terminates machines and waits until they, their addresses and disks are deleted. */
final class Termination {

  private static final Duration LIMIT = Duration.ofMinutes(12);

  private Termination() {}

  static void of(Aws aws, List<String> instanceIds) {
    for (String id : instanceIds) {
      Deletions.ignoreNotFound(() -> terminate(aws, id));
    }
    Wait.until(instanceIds + " are terminated")
        .within(LIMIT)
        .reporting(aws::report)
        .poll(() -> checkTerminated(aws, instanceIds));
  }

  /** A termination protection that was set by hand must be removed by hand. */
  private static void terminate(Aws aws, String id) {
    try {
      aws.ec2(c -> c.terminateInstances(r -> r.instanceIds(id)));
    } catch (AwsCallException e) {
      if (!e.is("OperationNotPermitted")) {
        throw e;
      }
      throw new ClusterlineException(
          ErrorCode.TERMINATION_PROTECTED,
          "instance " + id + " has disableApiTermination: " + e.getMessage(),
          e);
    }
  }

  private static Seen<Boolean> checkTerminated(Aws aws, List<String> instanceIds) {
    List<String> deleting =
        aws.inventory().instances().stream()
            .filter(instance -> instanceIds.contains(instance.instanceId()))
            .filter(instance -> !MachineStates.isTerminated(instance))
            .map(instance -> instance.instanceId() + " is " + MachineStates.of(instance))
            .toList();
    return deleting.isEmpty() ? Seen.yes(true) : Seen.notYet(String.join(", ", deleting));
  }
}
