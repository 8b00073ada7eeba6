package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Address;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;

/** The machines of this cluster that are there, or can be brought back. */
final class LiveInstances {

  private static final Comparator<Instance> OLDEST_FIRST =
      Comparator.comparing(Instance::launchTime).thenComparing(Instance::instanceId);

  private LiveInstances() {}

  /** Instances of that step, oldest first; more than one if it was launched twice. */
  static List<Instance> of(Aws aws, Address address) {
    return aws.inventory().instances().stream()
        .filter(MachineStates::isLive)
        .filter(instance -> isFor(instance, address))
        .sorted(OLDEST_FIRST)
        .toList();
  }

  /** The same without instances that were started by hand with the same tags. */
  static List<String> ofIntent(Aws aws, Address address) {
    return of(aws, address).stream()
        .filter(instance -> Tags.value(instance.tags(), Tags.INTENT).isPresent())
        .map(Instance::instanceId)
        .toList();
  }

  private static boolean isFor(Instance instance, Address address) {
    return Tags.value(instance.tags(), Tags.ADDRESS).filter(address.toString()::equals).isPresent();
  }
}
