package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Waits for machines to run; fails at once when one ended instead. */
final class Running {

  private static final Duration LIMIT = Duration.ofMinutes(8);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private Running() {}

  /** The machines as EC2 shows them once all run and have their public addresses. */
  static List<Instance> await(Aws aws, List<String> ids) {
    return Wait.until(ids.size() + " machines run")
        .within(LIMIT)
        .atMostEvery(PAUSE)
        .reporting(aws::report)
        .poll(() -> checkRunning(aws, ids));
  }

  static Seen<List<Instance>> checkRunning(Aws aws, List<String> ids) {
    Map<String, Instance> byId =
        aws.inventory().instances().stream()
            .collect(Collectors.toMap(Instance::instanceId, Function.identity()));
    List<Instance> known = ids.stream().filter(byId::containsKey).map(byId::get).toList();
    known.stream()
        .filter(MachineStates::isTerminated)
        .findFirst()
        .ifPresent(ended -> {
          throw FailedLaunch.of(ended);
        });
    long ready = known.stream().filter(Running::isReady).count();
    return ready == ids.size()
        ? Seen.yes(known)
        : Seen.notYet(ready + " of " + ids.size() + " run");
  }

  private static boolean isReady(Instance instance) {
    return MachineStates.isRunning(instance) && instance.publicIpAddress() != null;
  }
}
