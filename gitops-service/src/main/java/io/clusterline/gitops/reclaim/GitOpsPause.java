package io.clusterline.gitops.reclaim;

import io.clusterline.Json;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Stops Argo CD from applying Git, so that nothing that is reclaimed comes back. */
record GitOpsPause(KubernetesApi api, BestEffort effort) {

  private static final String VERSION = "argoproj.io/v1alpha1";

  /** A parent that still heals may turn its child on again before it is itself turned off. */
  private static final int ROUNDS = 3;

  void pause() {
    for (JsonNode set : api.list(Selection.all(VERSION, "ApplicationSet"))) {
      patch(ref("ApplicationSet", set), createsOnly());
    }
    List<JsonNode> automatic = automatic();
    for (int round = 0; round < ROUNDS && !automatic.isEmpty(); round++) {
      automatic.forEach(application -> patch(ref("Application", application), manual()));
      automatic = automatic();
    }
  }

  private List<JsonNode> automatic() {
    return api.list(Selection.all(VERSION, "Application")).stream()
        .filter(application -> application.at("/spec/syncPolicy/automated").isObject())
        .toList();
  }

  private void patch(ObjectRef ref, ObjectNode patch) {
    effort.attempt("automatic sync of " + ref, () -> api.mergePatch(ref, patch));
  }

  private static ObjectNode manual() {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.withObject("/spec/syncPolicy").putNull("automated");
    return patch;
  }

  /** Otherwise it would write its Applications again from its template. */
  private static ObjectNode createsOnly() {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.withObject("/spec/syncPolicy").put("applicationsSync", "create-only");
    return patch;
  }

  private static ObjectRef ref(String kind, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return ObjectRef.namespaced(
        VERSION, kind, metadata.path("namespace").asString(), metadata.path("name").asString());
  }
}
