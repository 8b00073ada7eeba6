package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The most that a namespace's pods may ask for together, as a ResourceQuota. */
public record NamespaceQuota(Namespace namespace) implements Step<ClusterNetwork, ObjectRef> {

  private static final String OBJECT_KIND = "ResourceQuota";

  public static final Kind<ClusterNetwork, ObjectRef> KIND =
      NamespacedObject.kind("quota", "v1", OBJECT_KIND);

  @Override
  public Kind<ClusterNetwork, ObjectRef> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return namespace.key();
  }

  @Override
  public Found<ObjectRef> find(ClusterNetwork network) {
    return network.object(ref()).map(this::compare).orElseGet(Found::missing);
  }

  private Found<ObjectRef> compare(JsonNode now) {
    List<Change> changes = AmountDifference.changes("quota", hard(now), wanted());
    return changes.isEmpty() ? Found.inSync(ref()) : new Found.Drifted<>(ref(), changes, false);
  }

  @Override
  public ObjectRef apply(ClusterNetwork network, Found<ObjectRef> found) {
    ObjectNode manifest = NamespacedObject.manifest(ref());
    ObjectNode hard = manifest.withObject("/spec/hard");
    wanted().forEach(hard::put);
    network.kubernetes().apply(manifest);
    network.beforeMutation();
    network.kubernetes().change(ref(), this::withoutOthers);
    return ref();
  }

  /** An apply leaves the resources that others have added. */
  private Optional<ObjectNode> withoutOthers(JsonNode now) {
    ObjectNode patch = Json.MAPPER.createObjectNode();
    hard(now).properties().stream()
        .map(Map.Entry::getKey)
        .filter(resource -> !wanted().containsKey(resource))
        .forEach(patch.withObject("/spec/hard")::putNull);
    return patch.at("/spec/hard").isEmpty() ? Optional.empty() : Optional.of(patch);
  }

  private static JsonNode hard(JsonNode quota) {
    return quota.path("spec").path("hard");
  }

  private Map<String, String> wanted() {
    return namespace.spec().quota();
  }

  private ObjectRef ref() {
    return NamespacedObject.ours("v1", OBJECT_KIND, namespace.spec().name());
  }
}
