package io.clusterline.gitops.reclaim;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Deletes the objects that own load balancers; their finalizers keep them until the balancer is
 * deleted.
 */
record LoadBalancers(KubernetesApi api, BestEffort effort) {

  private static final String ADDRESS = "/status/loadBalancer/ingress/0/hostname";

  List<OutsideThing> release() {
    List<OutsideThing> reclaimed = new ArrayList<>();
    reclaimed.addAll(delete("v1", "Service", LoadBalancers::isBalanced));
    reclaimed.addAll(delete("networking.k8s.io/v1", "Ingress", any -> true));
    reclaimed.addAll(delete("gateway.networking.k8s.io/v1", "Gateway", any -> true));
    return reclaimed;
  }

  private List<OutsideThing> delete(String version, String kind, Predicate<JsonNode> which) {
    return api.list(Selection.all(version, kind)).stream()
        .filter(which)
        .map(object -> resource(version, kind, object))
        .filter(resource -> effort.attempt(resource.toString(), () -> api.delete(resource.ref())))
        .toList();
  }

  private static boolean isBalanced(JsonNode service) {
    return service.path("spec").path("type").asString("").equals("LoadBalancer");
  }

  private static OutsideThing resource(String version, String kind, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    ObjectRef ref =
        ObjectRef.namespaced(
            version, kind, metadata.path("namespace").asString(), metadata.path("name").asString());
    return new OutsideThing(ref, object.at(ADDRESS).asString(""));
  }
}
