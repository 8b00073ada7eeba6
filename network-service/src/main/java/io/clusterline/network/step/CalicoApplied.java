package io.clusterline.network.step;

import static io.clusterline.network.calico.CalicoObjects.NODE_AGENT;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.calico.CalicoManifest;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calico's objects in the API server, as VXLAN network. Its pods start as nodes join. */
public record CalicoApplied() implements Step<ClusterNetwork, CalicoApplied.Applied> {

  /**
   * The applied objects.
   *
   * @param source URL of the published manifest
   * @param sha256 of the published manifest
   * @param objects in the order of applying
   */
  public record Applied(String version, String source, String sha256, List<ObjectRef> objects) {
    public Applied {
      objects = List.copyOf(objects);
    }

    static Applied of(CalicoManifest manifest) {
      return new Applied(
          manifest.version(), manifest.source().toString(), manifest.sha256(), manifest.refs());
    }
  }

  public static final Kind<ClusterNetwork, Applied> KIND =
      Kind.<ClusterNetwork, Applied>of(
              "calico",
              Applied.class,
              (network, applied) -> AppliedObjects.delete(network, applied.objects()),
              (network, intent) -> Optional.of(Applied.of(network.calico())))
          .with(Trait.IN_CLUSTER);

  @Override
  public Kind<ClusterNetwork, Applied> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "manifest";
  }

  /** The node agent is among the last to be applied: without it the rest is not checked. */
  @Override
  public Found<Applied> find(ClusterNetwork network) {
    if (network.kubernetes().get(NODE_AGENT).isEmpty()) {
      return Found.missing();
    }
    CalicoManifest manifest = network.calico();
    List<Change> changes =
        manifest.objects().stream().flatMap(object -> change(network, object).stream()).toList();
    Applied wanted = Applied.of(manifest);
    return changes.isEmpty() && superseded(network, wanted).isEmpty()
        ? Found.inSync(wanted)
        : different(network, wanted, changes);
  }

  private static Found<Applied> different(
      ClusterNetwork network, Applied wanted, List<Change> changes) {
    List<Change> all = new ArrayList<>(changes);
    superseded(network, wanted)
        .forEach(ref -> all.add(new Change(ref.toString(), "exists", "absent")));
    return new Found.Drifted<>(network.recorded(KIND).orElse(wanted), all, false);
  }

  private static Optional<Change> change(ClusterNetwork network, JsonNode wanted) {
    ObjectRef ref = ObjectRef.of(wanted);
    Optional<JsonNode> object = network.kubernetes().get(ref);
    if (object.filter(now -> Manifest.holds(now, withoutStatus(wanted))).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Change(
            ref.toString(), object.isPresent() ? "changed" : "absent", "as in the manifest"));
  }

  @Override
  public Applied apply(ClusterNetwork network, Found<Applied> found) {
    CalicoManifest manifest = network.calico();
    network.report("applying Calico " + manifest.version() + " from " + manifest.source());
    Applied applied = Applied.of(manifest);
    network.kubernetes().applyAll(manifest.objects(), ref -> network.beforeMutation());
    AppliedObjects.delete(network, superseded(network, applied));
    return applied;
  }

  /** Objects of an earlier version that this one no longer has. */
  private static List<ObjectRef> superseded(ClusterNetwork network, Applied now) {
    return network.recorded(KIND).map(Applied::objects).orElse(List.of()).stream()
        .filter(ref -> !now.objects().contains(ref))
        .toList();
  }

  private static JsonNode withoutStatus(JsonNode manifest) {
    ObjectNode copy = (ObjectNode) manifest.deepCopy();
    copy.remove("status");
    return copy;
  }
}
