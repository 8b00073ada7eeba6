package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi.ChangeOf;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads an object, computes a change and writes it if the object is unchanged since; else starts
 * again.
 */
record OptimisticChange(KubernetesApi api, ObjectRef ref, ChangeOf change) {

  private static final int TRIES = 10;

  /** The object afterwards. */
  JsonNode make() {
    for (int i = 1; ; i++) {
      JsonNode now = api.get(ref).orElseThrow(this::missing);
      Optional<ObjectNode> patch = change.of(now);
      if (patch.isEmpty()) {
        return now;
      }
      try {
        return api.mergePatch(ref, onlyIfStill(now, patch.get()));
      } catch (KubernetesException e) {
        if (!e.isConflict() || i == TRIES) {
          throw e;
        }
      }
    }
  }

  private static ObjectNode onlyIfStill(JsonNode now, ObjectNode patch) {
    JsonNode version = now.path("metadata").path("resourceVersion");
    patch.withObject("/metadata").set("resourceVersion", version);
    return patch;
  }

  private KubernetesException missing() {
    return new KubernetesException(
        ErrorCode.KUBERNETES_REJECTED,
        404,
        "NotFound",
        ref + " does not exist in the cluster at " + api.address());
  }
}
