package io.clusterline.network.step;

import io.clusterline.Json;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.spec.PodSecurity;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A namespace of the specification, with the labels that network policies select by and the one
 * that enforces its Pod Security level. An existing one is adopted: it gets the labels, and a
 * removal takes away only those. An annotation marks the namespaces that we created, because a
 * crash between create and record must not make ours look foreign.
 */
public record Namespace(NamespaceSpec spec) implements Step<ClusterNetwork, Namespace.Made> {

  /**
   * The recorded value.
   *
   * @param labels that we have set
   */
  public record Made(String name, Map<String, String> labels) {
    public Made {
      labels = Map.copyOf(labels);
    }
  }

  public static final Kind<ClusterNetwork, Made> KIND =
      Kind.<ClusterNetwork, Made>of(
              "namespace",
              Made.class,
              (network, made) -> NamespaceRemoval.of(network, made.name()).run(),
              (network, intent) -> Optional.of(new Made(intent.address().key(), Map.of())))
          .with(Trait.IN_CLUSTER);

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
    List<Change> changes = LabelDifference.of(now, labels(), former).changes();
    return changes.isEmpty()
        ? Found.inSync(createdValue())
        : new Found.Drifted<>(createdValue(), changes, false);
  }

  /** Labels that we applied before and that the manifest no longer has go with the apply. */
  @Override
  public Made apply(ClusterNetwork network, Found<Made> found) {
    NamespaceRemoval.of(network, spec.name()).awaitIfUnderWay();
    boolean ours = found instanceof Found.Missing || isCreatedByUs(network);
    network.kubernetes().apply(ours ? ownedBy(network.cluster().uid()) : manifest());
    return createdValue();
  }

  private boolean isCreatedByUs(ClusterNetwork network) {
    return network
        .kubernetes()
        .get(ref(spec.name()))
        .filter(now -> Ownership.isMarked(now, network.cluster().uid()))
        .isPresent();
  }

  private ObjectNode ownedBy(String uid) {
    ObjectNode manifest = manifest();
    Ownership.mark(manifest, uid);
    return manifest;
  }

  private ObjectNode manifest() {
    ObjectNode manifest = withoutLabels(spec.name());
    ObjectNode labels = manifest.withObject("/metadata/labels");
    labels().forEach(labels::put);
    return manifest;
  }

  /** Applied to an adopted one, it takes our labels away and leaves the others'. */
  static ObjectNode withoutLabels(String name) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Namespace");
    manifest.putObject("metadata").put("name", name);
    return manifest;
  }

  /** The specification's, and the one that enforces the Pod Security level. */
  private Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>(spec.labels());
    PodSecurity level = spec.podSecurity();
    if (level != null) {
      labels.put(PodSecurity.ENFORCE, level.level());
    }
    return labels;
  }

  private Made createdValue() {
    return new Made(spec.name(), labels());
  }

  static ObjectRef ref(String name) {
    return ObjectRef.cluster("v1", "Namespace", name);
  }
}
