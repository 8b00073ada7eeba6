package io.clusterline.network.step;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.ClusterNetwork;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.stream.Collectors;

/** Takes objects away that were applied together. */
final class AppliedObjects {

  private AppliedObjects() {}

  /**
   * Deletes them, the last first, and returns once they are gone.
   *
   * @param objects in the order of applying
   */
  static void delete(ClusterNetwork network, List<ObjectRef> objects) {
    for (ObjectRef ref : objects.reversed()) {
      network.beforeMutation();
      network.kubernetes().delete(ref);
    }
    if (!objects.isEmpty()) {
      Wait.until(objects.size() + " deleted objects are gone")
          .within(network.limits().removal())
          .reporting(network::report)
          .poll(() -> look(network, objects));
    }
  }

  private static Seen<Boolean> look(ClusterNetwork network, List<ObjectRef> objects) {
    String left =
        objects.stream()
            .filter(ref -> network.kubernetes().get(ref).isPresent())
            .map(ObjectRef::toString)
            .collect(Collectors.joining(", "));
    return left.isEmpty() ? Seen.yes(true) : Seen.notYet("still there: " + left);
  }
}
