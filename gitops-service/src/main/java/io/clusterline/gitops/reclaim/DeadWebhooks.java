package io.clusterline.gitops.reclaim;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Deletes the configurations of mandatory admission webhooks whose server does not answer: each
 * would refuse every further change. The cluster is being deleted, so their rules are no longer
 * needed.
 */
record DeadWebhooks(KubernetesApi api, BestEffort effort) {

  private static final String VERSION = "admissionregistration.k8s.io/v1";

  void remove() {
    List.of("ValidatingWebhookConfiguration", "MutatingWebhookConfiguration").forEach(this::remove);
  }

  private void remove(String kind) {
    for (JsonNode configuration : api.list(Selection.all(VERSION, kind))) {
      if (configuration.path("webhooks").valueStream().anyMatch(this::isDead)) {
        String name = configuration.path("metadata").path("name").asString();
        ObjectRef ref = ObjectRef.cluster(VERSION, kind, name);
        effort.report(
            "deleting " + ref + ": its server does not answer, and it forbids all changes");
        effort.attempt(ref.toString(), () -> api.delete(ref));
      }
    }
  }

  private boolean isDead(JsonNode webhook) {
    JsonNode service = webhook.path("clientConfig").path("service");
    return webhook.path("failurePolicy").asString("Fail").equals("Fail")
        && service.isObject()
        && !isServed(service.path("namespace").asString(), service.path("name").asString());
  }

  private boolean isServed(String namespace, String service) {
    Selection slices =
        Selection.all("discovery.k8s.io/v1", "EndpointSlice")
            .in(namespace)
            .withLabels("kubernetes.io/service-name=" + service);
    return api.list(slices).stream()
        .flatMap(slice -> slice.path("endpoints").valueStream())
        .anyMatch(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true));
  }
}
