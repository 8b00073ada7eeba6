package io.clusterline.gitops.step;

import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.Workloads;
import java.util.List;
import java.util.stream.Stream;

/** Health of the workloads in the user's namespaces: reported, never required. */
final class UserWorkloads {

  private final KubernetesApi api;

  UserWorkloads(KubernetesApi api) {
    this.api = api;
  }

  List<String> healthIn(String namespace) {
    Workloads workloads = new Workloads(api);
    return Stream.of("Deployment", "StatefulSet", "DaemonSet")
        .flatMap(kind -> refs(namespace, kind))
        .map(ref -> workloads.health(ref).toString())
        .toList();
  }

  private Stream<ObjectRef> refs(String namespace, String kind) {
    return api.listMetadata(Selection.all("apps/v1", kind).in(namespace)).stream()
        .map(object ->
            ObjectRef.namespaced(
                "apps/v1", kind, namespace, object.path("metadata").path("name").asString()));
  }
}
