package io.clusterline.gitops.step;

import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.WorkloadHealth;
import io.clusterline.kubernetes.Workloads;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Finds an add-on's workloads: those with Helm's label, and those that its operator creates. */
final class AddonWorkloads {

  private static final String APPS = "apps/v1";
  private static final String API_REGISTRATION = "apiregistration.k8s.io/v1";
  private static final List<String> KINDS = List.of("Deployment", "StatefulSet", "DaemonSet");

  private final KubernetesApi api;
  private final PlannedAddon addon;

  AddonWorkloads(KubernetesApi api, PlannedAddon addon) {
    this.api = api;
    this.addon = addon;
  }

  /** The collections of all kinds that count. */
  static List<Selection> selections(PlannedAddon addon) {
    return Stream.concat(
            KINDS.stream().map(kind -> Selection.all(APPS, kind).in(addon.namespace())),
            Stream.of(Selection.all(API_REGISTRATION, "APIService")))
        .toList();
  }

  List<WorkloadHealth> health() {
    Workloads workloads = new Workloads(api);
    return Stream.of(ofChart(), ofOperator(), servedApis())
        .flatMap(refs -> refs)
        .map(workloads::health)
        .toList();
  }

  /** An aggregated API that does not answer blocks more than its own users. */
  private Stream<ObjectRef> servedApis() {
    return api.listMetadata(Selection.all(API_REGISTRATION, "APIService")).stream()
        .filter(this::isOfRelease)
        .map(object ->
            ObjectRef.cluster(
                API_REGISTRATION, "APIService", object.at("/metadata/name").asString()));
  }

  Stream<ObjectRef> ofChart() {
    return KINDS.stream()
        .flatMap(kind ->
            api.listMetadata(Selection.all(APPS, kind).in(addon.namespace())).stream()
                .filter(this::isOfRelease)
                .map(object -> ref(kind, object.path("metadata").path("name").asString())));
  }

  private Stream<ObjectRef> ofOperator() {
    return addon.entry().operated().stream().map(operated -> ref(operated.kind(), operated.name()));
  }

  private boolean isOfRelease(JsonNode object) {
    return object
        .path("metadata")
        .path("annotations")
        .path("meta.helm.sh/release-name")
        .asString("")
        .equals(addon.release());
  }

  private ObjectRef ref(String kind, String name) {
    return ObjectRef.namespaced(APPS, kind, addon.namespace(), name);
  }
}
