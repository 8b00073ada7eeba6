package io.clusterline.gitops;

import io.clusterline.Json;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesException;
import io.clusterline.kubernetes.Selection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does what controllers, kubelets and operators would: calls every workload available, makes the
 * StatefulSets of Prometheus and Alertmanager; Argo CD reports on Applications.
 */
final class FakeControllers implements AutoCloseable {

  private final KubernetesApi api;
  private final FakeArgo argo;
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
  private volatile boolean stopped;

  FakeControllers(KubernetesApi api) {
    this(api, FakeArgo.content(api));
  }

  FakeControllers(KubernetesApi api, FakeArgo argo) {
    this.api = api;
    this.argo = argo;
    thread.start();
  }

  private void run() {
    while (!stopped) {
      try {
        reconcile();
      } catch (KubernetesException vanishedMeanwhile) {
        // looked at again in a moment
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private void reconcile() {
    for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet")) {
      api.list(Selection.all("apps/v1", kind)).forEach(object -> markAvailable(kind, object));
    }
    api.list(Selection.all("monitoring.coreos.com/v1", "Prometheus"))
        .forEach(custom -> makeStatefulSet("prometheus", custom));
    api.list(Selection.all("monitoring.coreos.com/v1", "Alertmanager"))
        .forEach(custom -> makeStatefulSet("alertmanager", custom));
    api.list(Selection.all(FakeArgo.VERSION, "Application")).forEach(argo::reconcile);
  }

  private void markAvailable(String kind, JsonNode object) {
    int wanted = object.path("spec").path("replicas").asInt(1);
    JsonNode generation = object.path("metadata").path("generation");
    if (object.path("status").path("observedGeneration").equals(generation)) {
      return;
    }
    ObjectNode status = like("apps/v1", kind, object).putObject("status");
    status.set("observedGeneration", generation);
    List<String> counts =
        kind.equals("DaemonSet")
            ? List.of(
                "currentNumberScheduled",
                "desiredNumberScheduled",
                "numberAvailable",
                "numberMisscheduled",
                "numberReady",
                "updatedNumberScheduled")
            : List.of("replicas", "updatedReplicas", "readyReplicas", "availableReplicas");
    counts.forEach(count -> status.put(count, count.equals("numberMisscheduled") ? 0 : wanted));
    ObjectNode manifest = like("apps/v1", kind, object);
    manifest.set("status", status);
    api.applyStatus(manifest);
  }

  private void makeStatefulSet(String program, JsonNode custom) {
    String name = program + "-" + custom.path("metadata").path("name").asString();
    ObjectNode set = like("apps/v1", "StatefulSet", custom);
    set.withObject("/metadata").put("name", name);
    set.withObject("/spec").put("serviceName", name).put("replicas", 1);
    set.withObject("/spec/selector/matchLabels").put("app", name);
    set.withObject("/spec/template/metadata/labels").put("app", name);
    set.withObject("/spec/template/spec")
        .putArray("containers")
        .addObject()
        .put("name", program)
        .put("image", program);
    api.apply(set);
  }

  private static ObjectNode like(String apiVersion, String kind, JsonNode object) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", apiVersion).put("kind", kind);
    manifest
        .putObject("metadata")
        .put("name", object.path("metadata").path("name").asString())
        .put("namespace", object.path("metadata").path("namespace").asString());
    return manifest;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
