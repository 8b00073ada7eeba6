package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.RecentlyMade;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  /** Gives EC2 a moment to show a recorded machine, in whatever state it is. */
  static void awaitSeen(Aws aws, Optional<String> recorded) {
    RecentlyMade.look(
        recorded,
        () ->
            aws.inventory().instances().stream()
                .filter(instance -> recorded.filter(instance.instanceId()::equals).isPresent())
                .toList());
  }

  /** As above, without what somebody started by hand with the same tags. */
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
