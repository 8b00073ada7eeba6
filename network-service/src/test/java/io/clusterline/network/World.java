package io.clusterline.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.Machine;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.calico.ManifestDownload;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StepGraph;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three machines on the test run's API server. Tests set the status that kubelets and controllers
 * would report.
 */
final class World implements AutoCloseable {

  static final String MASTER = ApiServer.uniqueName("master");
  static final String WORKER = ApiServer.uniqueName("worker");
  static final String OTHER = ApiServer.uniqueName("other");
  static final List<String> NAMES = List.of(MASTER, WORKER, OTHER);

  private static final String RBAC_GROUP = "rbac.authorization.k8s.io";
  private static final String RBAC = RBAC_GROUP + "/v1";
  private static final String KUBECONFIG = "admin";
  private static final Clock DAY =
      Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);

  final KubernetesApi api = ApiServer.shared().connect();
  final ManifestServer mirror = new ManifestServer();
  final String namespace = ApiServer.uniqueName("shop");
  final MemorySecrets secrets = new MemorySecrets();
  final FakeSupport line = new FakeSupport(secrets);
  final ProbeKubelets kubelets = new ProbeKubelets();
  String runtime = "sandbox://1.0";
  long generation = 1;
  List<Retained> kept = List.of();
  Limits limits = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(30));

  private final Downloads downloads =
      new Downloads(DownloadSettings.DEFAULT, Resilience.measuredBy(new SimpleMeterRegistry()));
  private final Tools tools = new Tools(new ManifestDownload(downloads), ApiServer.CALLS);
  private final MemoryLedger cniLedger = new MemoryLedger();
  private MemoryLedger networkLedger = new MemoryLedger();

  World() {
    secrets.put(KUBECONFIG, ApiServer.shared().kubeconfig());
    line.completed(StageName.CNI, true);
  }

  StageReport applyCni(Cluster cluster) {
    return cni().apply(master(cluster)).report();
  }

  StageReport removeCni(Cluster cluster) {
    return cni().removeAll(master(cluster)).report();
  }

  private StageHarness<MasterInitialized, ClusterNetwork> cni() {
    return new StageHarness<>(new CniStage(tools, limits), surroundings(cniLedger));
  }

  StageRun applyNetwork(Cluster cluster) {
    return network().apply(joined(cluster));
  }

  /** The steps of the network stage, and what each waits for. */
  StepGraph<ClusterNetwork> networkSteps(Cluster cluster) {
    StepGraph<ClusterNetwork> graph = new StepGraph<>();
    new NetworkStage(tools, limits).compose(graph, joined(cluster));
    return graph;
  }

  StageReport removeNetwork(Cluster cluster) {
    return network().removeAll(joined(cluster)).report();
  }

  /** As after a crash before anything was recorded. */
  void forgetNetworkLedger() {
    networkLedger = new MemoryLedger();
  }

  StageReport pruneNetwork(Cluster cluster) {
    StageRun run = network().prune(joined(cluster));
    kept = run.retained();
    return run.report();
  }

  private StageHarness<NodesJoined, ClusterNetwork> network() {
    return new StageHarness<>(new NetworkStage(tools, limits), surroundings(networkLedger));
  }

  private Surroundings surroundings(MemoryLedger ledger) {
    ClusterRef ref = new ClusterRef("small", "uid", generation, "build");
    return new Surroundings(ref, "ap-northeast-2", ledger, line);
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
    String text = SampleClusters.text("small.yaml");
    String head = text.substring(0, text.indexOf("  nodes:"));
    String all =
        head
            + "  nodes:\n"
            + nodes.replace("MASTER", MASTER).replace("WORKER", WORKER).replace("OTHER", OTHER)
            + "\n  mirrors: {manifests: \""
            + mirror.base()
            + "\", digests: {calico: \""
            + mirror.calicoDigest()
            + "\"}}\n"
            + more.replace("NAMESPACE", namespace);
    return SpecificationReader.read(all, "test.yaml", DAY);
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
    return SampleInfrastructure.of("ap-northeast-2", "ssh", machines);
  }

  private static Machine machine(NodeSpec node) {
    return new Machine(
        node.name(),
        node.role(),
        instanceId(node.name()),
        "10.0.1.10",
        "127.1.0.10",
        "ap-northeast-2a",
        node.preferredType(),
        "ssh-ed25519 AAAA");
  }

  static String instanceId(String name) {
    return "i-" + name.substring(name.length() - 8);
  }

  static String providerId(String name) {
    return "aws:///ap-northeast-2a/" + instanceId(name);
  }

  private static ControlPlane controlPlane() {
    return SampleInfrastructure.controlPlane(KUBECONFIG);
  }

  /** As the controller manager fills Kubernetes' own roles, each from the ones before it. */
  void rolesAreAggregated() {
    for (String role : List.of("view", "edit", "admin")) {
      ObjectNode patch = Json.MAPPER.createObjectNode();
      ArrayNode rules = patch.putArray("rules");
      api.list(Selection.all(RBAC, "ClusterRole")).stream()
          .filter(each -> each.at("/metadata/labels").has(RBAC_GROUP + "/aggregate-to-" + role))
          .forEach(each -> each.path("rules").forEach(rules::add));
      api.mergePatch(ObjectRef.cluster(RBAC, "ClusterRole", role), patch);
    }
  }

  /** Nodes as kubelets register them, Ready, on the sandbox's runtime. */
  void nodesHaveJoined() {
    NAMES.forEach(name -> nodeJoins(name, providerId(name)));
    kubeProxyRuns(3);
    coreDnsRuns(2);
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
            + "nodeInfo: {containerRuntimeVersion: '"
            + runtime
            + "', kubeletVersion: v1.36.3, architecture: '', bootID: '', "
            + "kernelVersion: '', kubeProxyVersion: '', machineID: '', operatingSystem: '', osImage: '', systemUUID: ''}}}");
  }

  /** What kubeadm installs. */
  void kubeadmHasRun() {
    apply(
        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: kube-proxy, namespace: kube-system}, spec: "
            + "{selector: {matchLabels: {k8s-app: kube-proxy}}, template: "
            + template("kube-proxy")
            + "}}");
    apply(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: coredns, namespace: kube-system}, spec: "
            + "{replicas: 2, selector: {matchLabels: {k8s-app: kube-dns}}, template: "
            + template("kube-dns")
            + "}}");
  }

  /** Three healthy nodes. Calico has been applied. */
  void everythingRuns() {
    nodesHaveJoined();
    calicoRuns(3);
    pool("Always", "Never");
  }

  private static String template(String app) {
    return "{metadata: {labels: {k8s-app: %s}}, spec: {containers: [{name: c, image: x}]}}"
        .formatted(app);
  }

  /** Sets the state that Calico's pods and the controllers of workloads would bring about. */
  void calicoRuns(int available) {
    agentsRun("calico-node", available);
    for (int i = 0; i < available; i++) {
      tunnel(NAMES.get(i), "192.168." + i + ".64");
    }
    replicasRun("calico-kube-controllers", 1);
  }

  /** As a calico-node notes the address of its tunnel on its node; {@code null} takes it away. */
  void tunnel(String node, String address) {
    String patch =
        "{metadata: {annotations: {projectcalico.org/IPv4VXLANTunnelAddr: " + address + "}}}";
    api.mergePatch(ObjectRef.node(node), Manifests.parse(patch).getFirst());
  }

  void kubeProxyRuns(int available) {
    agentsRun("kube-proxy", available);
  }

  void coreDnsRuns(int available) {
    replicasRun("coredns", available);
  }

  private void replicasRun(String deployment, int available) {
    applyStatus(
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s, namespace: kube-system}, status: {observedGeneration: 99, replicas: 2, updatedReplicas: 2, readyReplicas: %d, availableReplicas: %d}}"
            .formatted(deployment, available, available));
  }

  /** A Ready one on the first so many nodes, and none on the others. */
  private void agentsRun(String daemonSet, int available) {
    for (int i = 0; i < NAMES.size(); i++) {
      if (i < available) {
        agentRuns(daemonSet, NAMES.get(i));
      } else {
        api.deletePod("kube-system", daemonSet + "-" + NAMES.get(i), Duration.ZERO);
      }
    }
    applyStatus(
        "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: %s, namespace: kube-system}, status: {observedGeneration: 99, currentNumberScheduled: 3, numberMisscheduled: 0, desiredNumberScheduled: 3, numberReady: %d, numberAvailable: %d, updatedNumberScheduled: 3}}"
            .formatted(daemonSet, available, available));
  }

  private void agentRuns(String daemonSet, String node) {
    String metadata =
        "{name: %s, namespace: kube-system, labels: {k8s-app: %s}}"
            .formatted(daemonSet + "-" + node, daemonSet);
    apply(
        "{apiVersion: v1, kind: Pod, metadata: %s, spec: {nodeName: %s, containers: [{name: c, image: x}]}}"
            .formatted(metadata, node));
    applyStatus(
        "{apiVersion: v1, kind: Pod, metadata: %s, status: {conditions: [{type: Ready, status: 'True'}]}}"
            .formatted(metadata));
  }

  void pool(String vxlan, String ipip) {
    pool(vxlan, ipip, 26);
  }

  void pool(String vxlan, String ipip, int blockSize) {
    apply(
        "{apiVersion: crd.projectcalico.org/v1, kind: IPPool, metadata: {name: default-ipv4-ippool}, spec: {"
            + "cidr: 192.168.0.0/16, vxlanMode: "
            + vxlan
            + ", ipipMode: "
            + ipip
            + ", natOutgoing: true, blockSize: "
            + blockSize
            + "}}");
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

  /** The namespaces of network probes that are not being deleted. */
  List<String> probeNamespaces() {
    Selection probes =
        Selection.all("v1", "Namespace").withLabels("clusterline.io/network-probe=namespace");
    return api.list(probes).stream()
        .map(one -> one.path("metadata"))
        .filter(metadata -> !metadata.has("deletionTimestamp"))
        .map(metadata -> metadata.path("name").asString())
        .toList();
  }

  @Override
  public void close() {
    kubelets.close();
    NAMES.forEach(name -> api.delete(ObjectRef.node(name)));
    for (String agent : List.of("calico-node", "kube-proxy")) {
      NAMES.forEach(name -> api.deletePod("kube-system", agent + "-" + name, Duration.ZERO));
    }
    api.delete(ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "coredns"));
    api.delete(ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy"));
    line.completed(StageName.CNI, true);
    removeCni(cluster());
    downloads.close();
    mirror.close();
    api.close();
    assertThat(line.published()).as("published on the way").isEmpty();
  }
}
