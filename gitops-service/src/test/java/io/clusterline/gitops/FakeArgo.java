package io.clusterline.gitops;

import io.clusterline.Json;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the status of Applications as Argo CD does: when their source is new, when a refresh is
 * asked for, and for an operation. What it says is the test's.
 */
record FakeArgo(KubernetesApi api, Function<JsonNode, ObjectNode> status) {

  static final String VERSION = "argoproj.io/v1alpha1";
  private static final String REFRESH = "argocd.argoproj.io/refresh";

  /** Every Application is synced and holds one Deployment. */
  static FakeArgo content(KubernetesApi api) {
    return new FakeArgo(
        api,
        application -> synced("Progressing", List.of(resource("Deployment", "web", 0, "Synced"))));
  }

  static ObjectRef ref(String name) {
    return ObjectRef.namespaced(VERSION, "Application", "argocd", name);
  }

  void reconcile(JsonNode application) {
    JsonNode source = application.at("/spec/source");
    boolean isNew = !application.at("/status/sync/comparedTo/source").equals(source);
    boolean asked = application.has("operation") || !refresh(application).isEmpty();
    if (!isNew && !asked) {
      return;
    }
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.putNull("operation");
    patch.withObject("/metadata/annotations").putNull(REFRESH);
    ObjectNode report = patch.putObject("status");
    for (String part : List.of("operationState", "conditions", "resources", "health")) {
      report.putNull(part);
    }
    report.setAll(status.apply(application));
    report.withObject("/sync/comparedTo").set("source", source);
    api.mergePatch(ref(application.at("/metadata/name").asString()), patch);
  }

  static String refresh(JsonNode application) {
    return application.path("metadata").path("annotations").path(REFRESH).asString("");
  }

  static ObjectNode synced(String health, List<ObjectNode> resources) {
    return compared("Synced", health, resources);
  }

  static ObjectNode compared(String sync, String health, List<ObjectNode> resources) {
    ObjectNode status = Json.MAPPER.createObjectNode();
    status.putObject("sync").put("status", sync).put("revision", "0123abc");
    status.putObject("health").put("status", health);
    status.putArray("resources").addAll(resources);
    return status;
  }

  static ObjectNode refused(String type, String message) {
    ObjectNode status = compared("Unknown", "Unknown", List.of());
    ArrayNode conditions = status.putArray("conditions");
    conditions.addObject().put("type", type).put("message", message);
    return status;
  }

  /** The same status with an operation of this revision. */
  static ObjectNode operated(ObjectNode status, String phase, String message) {
    ObjectNode operation = status.putObject("operationState");
    operation.put("phase", phase).put("message", message);
    operation.putObject("syncResult").put("revision", "0123abc");
    return status;
  }

  static ObjectNode resource(String kind, String name, int wave, String sync) {
    return Json.MAPPER
        .createObjectNode()
        .put("kind", kind)
        .put("name", name)
        .put("namespace", "argocd")
        .put("syncWave", wave)
        .put("status", sync);
  }
}
