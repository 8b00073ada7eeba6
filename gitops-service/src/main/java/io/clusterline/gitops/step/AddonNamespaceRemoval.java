package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.NamespaceTenants;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Deletes the namespace of an add-on that left the specification: only if it was created for
 * add-ons, the specification does not list it, and it has no other tenants.
 */
record AddonNamespaceRemoval(Platform platform, String name) {

  /** Until the garbage collector has deleted the add-on's objects. */
  private static final Duration LONGEST_EMPTYING = Duration.ofMinutes(1);

  void run() {
    platform
        .kubernetes()
        .get(AddonNamespace.ref(name))
        .filter(now -> AddonNamespace.isCreatedFor(platform.cluster().uid(), now))
        .filter(now -> !platform.specifies(name))
        .ifPresent(this::remove);
  }

  private void remove(JsonNode namespace) {
    List<String> tenants = tenantsAfterEmptying();
    if (!tenants.isEmpty()) {
      platform.retain(NamespaceTenants.retained(name, tenants));
      return;
    }
    platform.beforeMutation();
    platform.kubernetes().delete(AddonNamespace.ref(name));
    platform
        .kubernetes()
        .await(
            Wait.until("namespace " + name + " is gone")
                .within(platform.healthWithin())
                .reporting(platform::report),
            List.of(Selection.of(AddonNamespace.ref(name))),
            this::checkGone);
  }

  private Seen<Boolean> checkGone() {
    return platform.kubernetes().get(AddonNamespace.ref(name)).isEmpty()
        ? Seen.yes(true)
        : Seen.notYet("still there");
  }

  private List<String> tenantsAfterEmptying() {
    NamespaceTenants tenants = new NamespaceTenants(platform.kubernetes(), name);
    try {
      return platform
          .kubernetes()
          .await(
              Wait.until("namespace " + name + " is empty")
                  .within(shorter(LONGEST_EMPTYING, platform.healthWithin()))
                  .reporting(platform::report),
              tenants.selections(),
              () -> empty(tenants.list()));
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.DEADLINE_EXCEEDED) {
        throw e;
      }
      return tenants.list();
    }
  }

  private static Seen<List<String>> empty(List<String> tenants) {
    return tenants.isEmpty() ? Seen.yes(tenants) : Seen.notYet(String.join(", ", tenants));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
