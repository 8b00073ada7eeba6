package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.ClusterNetwork;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace of the specification, with the labels that network policies select by. */
public record Namespace(NamespaceSpec spec) implements Step<ClusterNetwork, Namespace.Made> {

  /**
   * What is there because of us.
   *
   * @param labels those that we have set
   */
  public record Made(String name, Map<String, String> labels) {
    public Made {
      labels = Map.copyOf(labels);
    }
  }

  public static final Kind<ClusterNetwork, Made> KIND =
      Kind.of(
          "namespace",
          Made.class,
          (network, made) -> NamespaceRemoval.of(network, made.name()).untilGone(),
          (network, intent) -> Optional.of(new Made(intent.address().key(), Map.of())));

  @Override
  public Kind<ClusterNetwork, Made> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return spec.name();
  }

  @Override
  public Found<Made> find(ClusterNetwork network) {
    JsonNode now = network.namespaces().get(spec.name());
    if (now == null || NamespaceRemoval.isUnderWay(now)) {
      return Found.missing();
    }
    Map<String, String> former = network.recorded(KIND).map(Made::labels).orElse(Map.of());
    List<Change> changes = LabelDifference.of(now, spec.labels(), former).changes();
    return changes.isEmpty() ? Found.same(made()) : new Found.Different<>(made(), changes, false);
  }

  /** Labels that we applied before and that the manifest no longer has go with the apply. */
  @Override
  public Made apply(ClusterNetwork network, Found<Made> found) {
    NamespaceRemoval.of(network, spec.name()).awaitIfUnderWay();
    network.kubernetes().apply(manifest());
    return made();
  }

  private ObjectNode manifest() {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Namespace");
    ObjectNode labels = manifest.putObject("metadata").put("name", spec.name()).putObject("labels");
    spec.labels().forEach(labels::put);
    return manifest;
  }

  private Made made() {
    return new Made(spec.name(), spec.labels());
  }

  static ObjectRef ref(String name) {
    return ObjectRef.cluster("v1", "Namespace", name);
  }
}
