package io.clusterline.gitops.step;

import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.Selection;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Objects that an uninstalled release leaves for a while: Helm does not wait for slow deletions. An
 * install that finds a claim or a kind still going would adopt it, and lose it a moment later.
 */
record ReleaseRemnants(PlannedAddon addon) {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int NAMED = 5;

  void awaitGone(Platform platform) {
    platform
        .kubernetes()
        .await(
            Wait.until("what the failed install of " + addon + " has made is gone")
                .within(LIMIT)
                .orFail(ErrorCode.ADDON_UNHEALTHY)
                .reporting(platform::report),
            slow(),
            () -> seen(remnants(platform)));
  }

  /** Those with finalizers of Kubernetes, or with pods behind them. */
  private List<Selection> slow() {
    return List.of(
        Selection.all("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        Selection.all("v1", "PersistentVolumeClaim").in(addon.namespace()),
        Selection.all("apps/v1", "StatefulSet").in(addon.namespace()),
        Selection.all("apps/v1", "DaemonSet").in(addon.namespace()),
        Selection.all("apps/v1", "Deployment").in(addon.namespace()));
  }

  private List<String> remnants(Platform platform) {
    return slow().stream()
        .flatMap(selection ->
            platform.kubernetes().listMetadata(selection).stream()
                .filter(this::isOfRelease)
                .map(object -> selection.kind() + " " + object.at("/metadata/name").asString()))
        .toList();
  }

  private boolean isOfRelease(JsonNode object) {
    return object
        .at("/metadata/annotations")
        .path("meta.helm.sh/release-name")
        .asString("")
        .equals(addon.release());
  }

  private static Seen<Boolean> seen(List<String> remnants) {
    return remnants.isEmpty()
        ? Seen.yes(true)
        : Seen.notYet(String.join(", ", remnants.stream().limit(NAMED).toList()));
  }
}
