package io.clusterline.network.cluster;

import io.clusterline.event.ControlPlane;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.kubernetes.ClusterAccess;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.SimulatedWorkloads;
import io.clusterline.kubernetes.Workloads;
import io.clusterline.network.calico.CalicoManifest;
import io.clusterline.network.calico.ManifestDownload;
import io.clusterline.spec.CalicoRelease;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Context of both stages' steps: the cluster's API and Calico's manifest. */
public final class ClusterNetwork extends StageContext implements AutoCloseable {

  /** Well below the shortest relevant pause between two polls. */
  private static final Duration LIFE = Duration.ofMillis(500);

  private static final Duration WHOLE_RUN = Duration.ofHours(1);

  private final ClusterAccess access;
  private final Limits limits;
  private final CachedRead<Map<String, JsonNode>> nodes;
  private final CachedRead<Map<String, JsonNode>> namespaces;
  private final Map<Selection, CachedRead<Map<ObjectRef, JsonNode>>> objects =
      new ConcurrentHashMap<>();
  private final CachedRead<CalicoManifest> calico;

  private ClusterNetwork(
      StageScope scope, ClusterSpec spec, ClusterAccess access, Tools tools, Limits limits) {
    super(scope);
    this.access = access;
    this.limits = limits;
    this.nodes = new CachedRead<>(LIFE, () -> byName("Node"));
    this.namespaces = new CachedRead<>(LIFE, () -> byName("Namespace"));
    this.calico =
        new CachedRead<>(
            WHOLE_RUN, () -> CalicoManifest.read(CalicoRelease.bundled(), spec, tools.manifests()));
  }

  /** Objects that all runs of the service share. */
  public record Tools(ManifestDownload manifests, KubernetesCalls kubernetes) {}

  /**
   * Time limits.
   *
   * @param ready until nodes and network are ready, once all nodes have joined
   * @param removal until deleted objects no longer exist
   */
  public record Limits(Duration ready, Duration removal) {}

  /** Makes no call yet: a removal opens it for a cluster that may be dead. */
  public static ClusterNetwork open(
      StageScope scope, ClusterSpec spec, ControlPlane controlPlane, Tools tools, Limits limits) {
    ClusterAccess access =
        new ClusterAccess(scope.support().secrets(), controlPlane.kubeconfig(), tools.kubernetes());
    return new ClusterNetwork(scope, spec, access, tools, limits);
  }

  public KubernetesApi kubernetes() {
    return access.api();
  }

  public Limits limits() {
    return limits;
  }

  /** All nodes by name, at most half a second old. */
  public Map<String, JsonNode> nodes() {
    return nodes.get();
  }

  public Optional<JsonNode> node(String name) {
    return Optional.ofNullable(nodes.get().get(name));
  }

  /** To be called after a change to a node. */
  public void nodesChanged() {
    nodes.invalidate();
  }

  /** All namespaces by name, at most half a second old. */
  public Map<String, JsonNode> namespaces() {
    return namespaces.get();
  }

  /**
   * An object of a kind of which every namespace has some: all of them are read at once, and are at
   * most half a second old.
   */
  public Optional<JsonNode> object(ObjectRef ref) {
    Selection all = Selection.all(ref.apiVersion(), ref.kind());
    return Optional.ofNullable(
        objects
            .computeIfAbsent(all, kind -> new CachedRead<>(LIFE, () -> byRef(kind)))
            .get()
            .get(ref));
  }

  private Map<ObjectRef, JsonNode> byRef(Selection kind) {
    return kubernetes().list(kind).stream()
        .collect(
            Collectors.toMap(
                object ->
                    ObjectRef.namespaced(
                        kind.apiVersion(),
                        kind.kind(),
                        object.path("metadata").path("namespace").asString(),
                        object.path("metadata").path("name").asString()),
                Function.identity()));
  }

  /** Calico's objects for this cluster; downloaded once per run, on first use. */
  public CalicoManifest calico() {
    return calico.get();
  }

  public Workloads workloads() {
    return new Workloads(kubernetes());
  }

  public SimulatedWorkloads simulated() {
    return new SimulatedWorkloads(kubernetes());
  }

  /** Whether another stage of this generation is complete. */
  public boolean completed(StageName stage) {
    return scope().support().completed(stage);
  }

  /** How another stage of this generation failed; empty as long as it has not. */
  public Optional<StageFailed> failure(StageName stage) {
    return scope().support().failure(stage);
  }

  private Map<String, JsonNode> byName(String kind) {
    return kubernetes().list(Selection.all("v1", kind)).stream()
        .collect(
            Collectors.toMap(
                object -> object.path("metadata").path("name").asString(), Function.identity()));
  }

  @Override
  public void close() {
    access.close();
  }
}
