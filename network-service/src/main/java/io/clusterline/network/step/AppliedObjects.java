package io.clusterline.network.step;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes objects away that were applied together. */
final class AppliedObjects {

  private AppliedObjects() {}

  /**
   * Deletes them, the last first, and returns once they no longer exist.
   *
   * @param objects in the order of applying
   */
  static void delete(ClusterNetwork network, List<ObjectRef> objects) {
    for (ObjectRef ref : objects.reversed()) {
      network.beforeMutation();
      network.kubernetes().delete(ref);
    }
    if (!objects.isEmpty()) {
      List<ObjectRef> left = new ArrayList<>(objects);
      network
          .kubernetes()
          .await(
              Wait.until(objects.size() + " deleted objects are gone")
                  .within(network.limits().removal())
                  .reporting(network::report),
              Selection.ofKindsOf(objects),
              () -> checkDeleted(network, left));
    }
  }

  /** A deleted object is not read again. */
  private static Seen<Boolean> checkDeleted(ClusterNetwork network, List<ObjectRef> left) {
    left.removeIf(ref -> network.kubernetes().get(ref).isEmpty());
    return left.isEmpty()
        ? Seen.yes(true)
        : Seen.notYet(
            "still there: "
                + left.stream().map(ObjectRef::toString).collect(Collectors.joining(", ")));
  }
}
