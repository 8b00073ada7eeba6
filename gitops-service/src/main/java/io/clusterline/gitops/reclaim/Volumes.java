package io.clusterline.gitops.reclaim;

import io.clusterline.Json;
import io.clusterline.event.Retained;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Volumes that are deleted with their claim: deletes the claims, and the pods that use them. No new
 * pod is scheduled meanwhile, so that no StatefulSet gets a new claim.
 */
record Volumes(KubernetesApi api, BestEffort effort) {

  private static final Duration GRACE = Duration.ofSeconds(5);

  /** The claim's namespace and name. */
  private record Claim(String namespace, String name) {
    static Claim of(JsonNode volume) {
      JsonNode ref = volume.path("spec").path("claimRef");
      return new Claim(ref.path("namespace").asString(""), ref.path("name").asString(""));
    }

    ObjectRef ref() {
      return ObjectRef.namespaced("v1", "PersistentVolumeClaim", namespace, name);
    }
  }

  List<OutsideThing> release() {
    List<JsonNode> claimed =
        api.list(Selection.all("v1", "PersistentVolume")).stream()
            .filter(volume -> volume.path("spec").path("claimRef").isObject())
            .toList();
    claimed.stream().filter(volume -> !goesWithItsClaim(volume)).forEach(this::recordRetained);
    List<JsonNode> deleting = claimed.stream().filter(Volumes::goesWithItsClaim).toList();
    if (!deleting.isEmpty()) {
      release(deleting.stream().map(Claim::of).collect(Collectors.toSet()));
    }
    return deleting.stream().map(Volumes::resource).toList();
  }

  private void release(Set<Claim> claims) {
    api.listMetadata(Selection.all("v1", "Node")).forEach(this::cordon);
    claims.forEach(claim -> effort.attempt(claim.ref().toString(), () -> api.delete(claim.ref())));
    api.list(Selection.all("v1", "Pod")).stream()
        .filter(pod -> holds(pod, claims))
        .forEach(this::deletePod);
  }

  private void cordon(JsonNode node) {
    String name = node.path("metadata").path("name").asString();
    ObjectNode patch = Json.MAPPER.createObjectNode();
    patch.putObject("spec").put("unschedulable", true);
    effort.attempt("new pods on " + name, () -> api.mergePatch(ObjectRef.node(name), patch));
  }

  private void deletePod(JsonNode pod) {
    String namespace = pod.path("metadata").path("namespace").asString();
    String name = pod.path("metadata").path("name").asString();
    effort.attempt("Pod " + namespace + "/" + name, () -> api.deletePod(namespace, name, GRACE));
  }

  private static boolean holds(JsonNode pod, Set<Claim> claims) {
    String namespace = pod.path("metadata").path("namespace").asString();
    return pod.path("spec")
        .path("volumes")
        .valueStream()
        .map(volume -> volume.path("persistentVolumeClaim").path("claimName").asString(""))
        .anyMatch(claim -> claims.contains(new Claim(namespace, claim)));
  }

  private static boolean goesWithItsClaim(JsonNode volume) {
    return volume.at("/spec/persistentVolumeReclaimPolicy").asString("").equals("Delete");
  }

  private void recordRetained(JsonNode volume) {
    effort.recordRetained(
        new Retained(
            resource(volume).toString(),
            "its reclaim policy is not Delete: its data is to outlive the cluster"));
  }

  private static OutsideThing resource(JsonNode volume) {
    String name = volume.path("metadata").path("name").asString();
    return new OutsideThing(
        ObjectRef.cluster("v1", "PersistentVolume", name),
        volume.at("/spec/csi/volumeHandle").asString(""));
  }
}
