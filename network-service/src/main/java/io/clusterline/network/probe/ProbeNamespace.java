package io.clusterline.network.probe;

import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The scratch namespace of one attempt, with everything in it. Each attempt has its own, so that it
 * never waits for the end of one before; a label finds them all.
 */
public record ProbeNamespace(String name) {

  private static final String LABEL = "clusterline.io/network-probe=namespace";

  /** Makes a new one, with all that pods need there. */
  static ProbeNamespace make(ClusterNetwork network) {
    String name = "clusterline-probe-" + UUID.randomUUID().toString().substring(0, 8);
    for (JsonNode object :
        Manifests.parse(ProbeTexts.read("namespace.yaml").replace("NAMESPACE", name))) {
      network.beforeMutation();
      network.kubernetes().createIfMissing(object);
    }
    return new ProbeNamespace(name);
  }

  Selection pods() {
    return Selection.all("v1", "Pod").in(name);
  }

  /** Deletes all of any attempt, and does not wait: the cluster empties them by itself. */
  public static void deleteAll(ClusterNetwork network) {
    delete(network);
  }

  /** Deletes all of any attempt, and returns once they are gone. */
  public static void removeAll(ClusterNetwork network) {
    List<ObjectRef> deleted = delete(network);
    if (!deleted.isEmpty()) {
      network
          .kubernetes()
          .await(
              Wait.until("the namespaces of network probes are gone")
                  .within(network.limits().removal())
                  .reporting(network::report),
              Selection.ofKindsOf(deleted),
              () -> checkGone(network, deleted));
    }
  }

  private static List<ObjectRef> delete(ClusterNetwork network) {
    List<ObjectRef> deleted = new ArrayList<>();
    for (JsonNode found :
        network.kubernetes().list(Selection.all("v1", "Namespace").withLabels(LABEL))) {
      if (!found.path("metadata").has("deletionTimestamp")) {
        ObjectRef ref =
            ObjectRef.cluster("v1", "Namespace", found.path("metadata").path("name").asString());
        network.beforeMutation();
        network.kubernetes().delete(ref);
        deleted.add(ref);
      }
    }
    return deleted;
  }

  private static Seen<Boolean> checkGone(ClusterNetwork network, List<ObjectRef> deleted) {
    String left =
        deleted.stream()
            .filter(ref -> network.kubernetes().get(ref).isPresent())
            .map(ObjectRef::name)
            .collect(Collectors.joining(", "));
    return left.isEmpty() ? Seen.yes(true) : Seen.notYet("still there: " + left);
  }
}
