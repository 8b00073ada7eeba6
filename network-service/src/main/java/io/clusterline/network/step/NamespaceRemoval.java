package io.clusterline.network.step;

import io.clusterline.kubernetes.NamespaceTenants;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Deletes a namespace and waits until it is gone; messages name what blocks it. */
record NamespaceRemoval(ClusterNetwork network, String name) {

  static NamespaceRemoval of(ClusterNetwork network, String name) {
    return new NamespaceRemoval(network, name);
  }

  static boolean isUnderWay(JsonNode namespace) {
    return namespace.path("metadata").has("deletionTimestamp");
  }

  /**
   * A namespace that we created is deleted once it has no tenants; an adopted one loses our labels
   * only. Tenants keep it: removing a line from a specification must not stop a workload.
   */
  void run() {
    network.kubernetes().get(Namespace.ref(name)).ifPresent(this::remove);
  }

  private void remove(JsonNode namespace) {
    if (Ownership.isMarked(namespace, network.cluster().uid())) {
      List<String> tenants = new NamespaceTenants(network.kubernetes(), name).list();
      if (tenants.isEmpty()) {
        network.beforeMutation();
        network.kubernetes().delete(Namespace.ref(name));
        await();
      } else {
        network.retain(NamespaceTenants.retained(name, tenants));
      }
    } else {
      network.kubernetes().apply(Namespace.withoutLabels(name));
    }
  }

  /** A namespace that is being deleted cannot be kept: it has to be created again afterwards. */
  void awaitIfUnderWay() {
    boolean underWay =
        network
            .kubernetes()
            .get(Namespace.ref(name))
            .filter(NamespaceRemoval::isUnderWay)
            .isPresent();
    if (underWay) {
      await();
    }
  }

  private void await() {
    network
        .kubernetes()
        .await(
            Wait.until("namespace " + name + " is gone")
                .within(network.limits().removal())
                .reporting(network::report),
            List.of(Selection.of(Namespace.ref(name))),
            this::checkGone);
  }

  private Seen<Boolean> checkGone() {
    return network
        .kubernetes()
        .get(Namespace.ref(name))
        .map(now -> Seen.<Boolean>notYet(describeProgress(now)))
        .orElseGet(() -> Seen.yes(true));
  }

  private static String describeProgress(JsonNode namespace) {
    String conditions =
        namespace
            .path("status")
            .path("conditions")
            .valueStream()
            .filter(condition -> condition.path("status").asString("").equals("True"))
            .map(condition -> condition.path("message").asString(""))
            .collect(Collectors.joining("; "));
    return conditions.isEmpty() ? "still there" : conditions;
  }
}
