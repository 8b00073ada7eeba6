package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.LimitsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each container of a namespace gets and may have, as a LimitRange. */
public record NamespaceLimits(Namespace namespace, LimitsSpec limits)
    implements Step<ClusterNetwork, ObjectRef> {

  private static final String OBJECT_KIND = "LimitRange";
  private static final String CONTAINER = "Container";

  public static final Kind<ClusterNetwork, ObjectRef> KIND =
      NamespacedObject.kind("limits", "v1", OBJECT_KIND);

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
    JsonNode items = now.path("spec").path("limits");
    List<Change> changes =
        items.size() == 1 && items.path(0).path("type").asString("").equals(CONTAINER)
            ? changes(items.path(0))
            : List.of(new Change("limits", items.toString(), "one for containers"));
    return changes.isEmpty() ? Found.inSync(ref()) : new Found.Drifted<>(ref(), changes, false);
  }

  private List<Change> changes(JsonNode item) {
    Map<String, Map<String, String>> wanted = wanted();
    wanted.put("maxLimitRequestRatio", Map.of());
    return wanted.entrySet().stream()
        .flatMap(one ->
            AmountDifference.changes(one.getKey(), item.path(one.getKey()), one.getValue())
                .stream())
        .toList();
  }

  /** A list, which an apply replaces as a whole. */
  @Override
  public ObjectRef apply(ClusterNetwork network, Found<ObjectRef> found) {
    ObjectNode manifest = NamespacedObject.manifest(ref());
    ObjectNode item = manifest.putObject("spec").putArray("limits").addObject();
    item.put("type", CONTAINER);
    wanted().forEach((name, amounts) -> item.set(name, Json.MAPPER.valueToTree(amounts)));
    network.kubernetes().apply(manifest);
    return ref();
  }

  /** With what the API server fills in, so that it has nothing to add. */
  private Map<String, Map<String, String>> wanted() {
    Map<String, String> limit = new TreeMap<>(limits.max());
    limit.putAll(limits.defaultLimit());
    Map<String, String> request = new TreeMap<>(limits.min());
    request.putAll(limit);
    request.putAll(limits.defaultRequest());
    Map<String, Map<String, String>> wanted = new LinkedHashMap<>();
    wanted.put("default", limit);
    wanted.put("defaultRequest", request);
    wanted.put("max", limits.max());
    wanted.put("min", limits.min());
    return wanted;
  }

  private ObjectRef ref() {
    return NamespacedObject.ours("v1", OBJECT_KIND, namespace.spec().name());
  }
}
