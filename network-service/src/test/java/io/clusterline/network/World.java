package io.clusterline.network;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.CniReady;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.network.calico.ManifestDownload;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.MemoryLedger;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Three machines on the test run's API server. What kubelets and controllers say, a test says. */
final class World implements AutoCloseable {

  static final String MASTER = ApiServer.uniqueName("master");
  static final String WORKER = ApiServer.uniqueName("worker");
  static final String OTHER = ApiServer.uniqueName("other");
  static final List<String> NAMES = List.of(MASTER, WORKER, OTHER);

  private static final Clock DAY =
      Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);

  final KubernetesApi api = ApiServer.shared().connect();
  final ManifestServer mirror = new ManifestServer();
  final String namespace = ApiServer.uniqueName("shop");
  boolean cniComplete = true;
  List<Retained> kept = List.of();
  @Nullable StageFailed cniFailure;
  Limits limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(30));

  private final Downloads downloads =
      new Downloads(DownloadSettings.DEFAULT, Resilience.measuredBy(new SimpleMeterRegistry()));
  private final Tools tools = new Tools(new ManifestDownload(downloads), ApiServer.CALLS);
  private final MemoryLedger cniLedger = new MemoryLedger();
  private MemoryLedger networkLedger = new MemoryLedger();

  /** How a run of stage network ended. */
  record Run(StageReport report, Optional<CniReady> event) {}

  StageReport applyCni(Cluster cluster) {
    return run(new CniStage(tools, limits), master(cluster), cniLedger).report();
  }

  StageReport removeCni(Cluster cluster) {
    CniStage stage = new CniStage(tools, limits);
    StageScope scope = scope(cniLedger);
    try (ClusterNetwork network = stage.context(scope, master(cluster))) {
      return new Removal<>(network, scope, StageListener.NONE, stage.kinds()).removeAll();
    }
  }

  Run applyNetwork(Cluster cluster) {
    return run(new NetworkStage(tools, limits), joined(cluster), networkLedger);
  }

  StageReport removeNetwork(Cluster cluster) {
    NetworkStage stage = new NetworkStage(tools, limits);
    StageScope scope = scope(networkLedger);
    try (ClusterNetwork network = stage.context(scope, joined(cluster))) {
      return new Removal<>(network, scope, StageListener.NONE, stage.kinds()).removeAll();
    }
  }

  /** As after a crash before anything was recorded. */
  void forgetNetworkLedger() {
    networkLedger = new MemoryLedger();
  }

  StageReport pruneNetwork(Cluster cluster) {
    NetworkStage stage = new NetworkStage(tools, limits);
    StageScope scope = scope(networkLedger);
    StepGraph<ClusterNetwork> graph = new StepGraph<>();
    stage.compose(graph, joined(cluster));
    try (ClusterNetwork network = stage.context(scope, joined(cluster))) {
      var report = new Removal<>(network, scope, StageListener.NONE, stage.kinds()).prune(graph);
      kept = scope.kept();
      return report;
    }
  }

  private <E extends StageTrigger> Run run(
      StageDefinition<E, ClusterNetwork> stage, E trigger, MemoryLedger ledger) {
    StepGraph<ClusterNetwork> graph = new StepGraph<>();
    var result = stage.compose(graph, trigger);
    StageScope scope = scope(ledger);
    try (ClusterNetwork network = stage.context(scope, trigger)) {
      StageReport report =
          new StageRunner<>(graph, network, scope, StageListener.NONE, Set.of()).apply();
      Optional<ClusterEvent> event =
          report.succeeded() ? Optional.of(result.of(scope)) : Optional.empty();
      return new Run(report, event.filter(CniReady.class::isInstance).map(CniReady.class::cast));
    }
  }

  private StageScope scope(MemoryLedger ledger) {
    return new StageScope(
        new ClusterRef("small", "uid", 1, "build"),
        "",
        "ap-northeast-2",
        ledger,
        () -> {},
        new Support());
  }

  /** The small cluster under this run's node names. */
  Cluster cluster() {
    return cluster("");
  }

  /** With more lines under {@code spec}. */
  Cluster cluster(String more) {
    return cluster(
        """
            - {name: MASTER, role: control-plane, type: t3a.medium, subnet: public-a,
               labels: {role: control-plane, tier: platform}, taints: [{key: role, value: control-plane, effect: NoSchedule}]}
            - {name: WORKER, type: t3a.medium, subnet: public-a,
               labels: {role: api, domain: auth}, taints: [{key: domain, value: auth, effect: NoSchedule}]}
            - {name: OTHER, type: t3a.medium, subnet: public-b}
        """,
        more);
  }

  Cluster cluster(String nodes, String more) {
    String text = small();
    String head = text.substring(0, text.indexOf("  nodes:"));
    String all =
        head
            + "  nodes:\n"
            + nodes.replace("MASTER", MASTER).replace("WORKER", WORKER).replace("OTHER", OTHER)
            + "\n  mirrors: {manifests: \""
            + mirror.base()
            + "\"}\n"
            + more.replace("NAMESPACE", namespace);
    return SpecificationReader.read(all, "test.yaml", DAY);
  }

  private static String small() {
    try {
      return Files.readString(Path.of("../deploy/clusters/small.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MasterInitialized master(Cluster cluster) {
    return new MasterInitialized(cluster, infrastructure(cluster), controlPlane());
  }

  private NodesJoined joined(Cluster cluster) {
    List<JoinedNode> nodes =
        infrastructure(cluster).machines().stream()
            .map(m -> new JoinedNode(m.name(), m.instanceId(), m.providerId()))
            .toList();
    return new NodesJoined(cluster, infrastructure(cluster), controlPlane(), nodes);
  }

  private static Infrastructure infrastructure(Cluster cluster) {
    List<Machine> machines = cluster.spec().nodes().stream().map(World::machine).toList();
    return new Infrastructure(
        "123456789012",
        "ap-northeast-2",
        "vpc-1",
        Map.of(),
        Map.of(),
        "role",
        "profile",
        "bucket",
        "ubuntu",
        new SecretRef("ssh"),
        machines);
  }

  private static Machine machine(NodeSpec node) {
    return new Machine(
        node.name(),
        node.role(),
        instanceId(node.name()),
        "10.0.1.10",
        "127.1.0.10",
        "ap-northeast-2a",
        node.type(),
        "ssh-ed25519 AAAA");
  }

  static String instanceId(String name) {
    return "i-" + name.substring(name.length() - 8);
  }

  static String providerId(String name) {
    return "aws:///ap-northeast-2a/" + instanceId(name);
  }

  private static ControlPlane controlPlane() {
    return new ControlPlane("api:6443", "api:6443", "sha256:0", "v1.36.3", new SecretRef("admin"));
  }

  /** Nodes as kubelets register them, Ready, on the sandbox's runtime. */
  void nodesHaveJoined() {
    NAMES.forEach(name -> nodeJoins(name, providerId(name)));
  }

  void nodeJoins(String name, String providerId) {
    String spec = providerId.isEmpty() ? "" : "providerID: '" + providerId + "', ";
    apply(
        "{apiVersion: v1, kind: Node, metadata: {name: "
            + name
            + ", labels: {foreign: kept}}, spec: {"
            + spec
            + "taints: [{key: foreign, value: kept, effect: NoSchedule}]}}");
    nodeIsReady(name, true);
  }

  void nodeIsReady(String name, boolean ready) {
    applyStatus(
        "{apiVersion: v1, kind: Node, metadata: {name: "
            + name
            + "}, status: {conditions: [{type: Ready, status: '"
            + (ready ? "True" : "False")
            + "', reason: KubeletSaid, message: 'cni plugin "
            + ready
            + "', "
            + "lastHeartbeatTime: null, lastTransitionTime: null}], addresses: [{type: InternalIP, address: 10.0.1.10}], "
            + "nodeInfo: {containerRuntimeVersion: 'sandbox://1.0', kubeletVersion: v1.36.3, architecture: '', bootID: '', "
            + "kernelVersion: '', kubeProxyVersion: '', machineID: '', operatingSystem: '', osImage: '', systemUUID: ''}}}");
  }

  /** What Calico's pods and the controllers of workloads would bring about. */
  void calicoRuns(int available) {
    applyStatus(
        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: calico-node, namespace: kube-system}, status: {"
            + "observedGeneration: 99, currentNumberScheduled: 3, numberMisscheduled: 0, desiredNumberScheduled: 3, "
            + "numberReady: "
            + available
            + ", numberAvailable: "
            + available
            + ", updatedNumberScheduled: 3}}");
    applyStatus(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: calico-kube-controllers, namespace: kube-system}, "
            + "status: {observedGeneration: 99, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1}}");
  }

  void pool(String vxlan, String ipip) {
    apply(
        "{apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: {name: default-ipv4-ippool}, spec: {"
            + "cidr: 192.168.0.0/16, vxlanMode: "
            + vxlan
            + ", ipipMode: "
            + ipip
            + ", natOutgoing: true}}");
  }

  void apply(String manifest) {
    api.apply(Manifests.parse(manifest).getFirst());
  }

  private void applyStatus(String manifest) {
    api.applyStatus(Manifests.parse(manifest).getFirst());
  }

  JsonNode node(String name) {
    return api.get(ObjectRef.node(name)).orElseThrow();
  }

  @Override
  public void close() {
    NAMES.forEach(name -> api.delete(ObjectRef.node(name)));
    api.delete(ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "coredns"));
    cniComplete = true;
    removeCni(cluster());
    downloads.close();
    mirror.close();
    api.close();
  }

  private final class Support implements StageSupport {
    @Override
    public void publish(ClusterEvent event) {
      throw new IllegalStateException("these stages publish nothing on the way");
    }

    @Override
    public boolean completed(StageName stage) {
      return stage == StageName.CNI && cniComplete;
    }

    @Override
    public Optional<StageFailed> failure(StageName stage) {
      return Optional.ofNullable(cniFailure);
    }

    @Override
    public SecretStore secrets() {
      return new Secrets();
    }
  }

  private static final class Secrets implements SecretStore {
    @Override
    public SecretRef put(String name, Secret secret) {
      throw new IllegalStateException("these stages store no secrets");
    }

    @Override
    public Optional<Secret> get(SecretRef ref) {
      return ref.name().equals("admin")
          ? Optional.of(ApiServer.shared().kubeconfig())
          : Optional.empty();
    }

    @Override
    public void delete(SecretRef ref) {}
  }
}
