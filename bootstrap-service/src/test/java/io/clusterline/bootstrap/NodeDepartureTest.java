package io.clusterline.bootstrap;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.StandingCluster;
import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageReport;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker leaves a real API server, by real kubectl over a real SSH connection. */
@Timeout(180)
class NodeDepartureTest {

  private static final String WORKER = ApiServer.uniqueName("worker");
  private static final Address JOINED = new Address("joined-node", WORKER);

  @TempDir Path directory;

  private final ApiServer server = ApiServer.shared();
  private final KubernetesApi api = server.connect();
  private final String namespace = ApiServer.uniqueName("shop");
  private final MemoryLedger ledger = new MemoryLedger();
  private final MemorySecrets secrets = new MemorySecrets();
  private StandingCluster cluster;
  private List<Retained> retained = List.of();

  @BeforeEach
  void aWorkerWithAPod() throws IOException {
    startCluster(server.kubeconfig());
    cluster.recordControlPlane(ledger);
    cluster.recordWorker(ledger, WORKER);
    apply("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(WORKER));
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace));
    apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: cart, namespace: %s, labels: {app: cart}},
         spec: {nodeName: %s, terminationGracePeriodSeconds: 0, containers: [{name: c, image: x}]}}
        """
            .formatted(namespace, WORKER));
  }

  private void startCluster(Secret kubeconfig) throws IOException {
    cluster = new StandingCluster(directory, ApiServer.kubeBinary(), kubeconfig);
    secrets.put("clusterline/tiny/uid-1/ssh-key", cluster.login().secret());
  }

  @AfterEach
  void close() throws IOException {
    api.delete(ObjectRef.node(WORKER));
    api.close();
    cluster.close();
  }

  @Test
  void givenAWorkerThatLeftTheSpecificationWhenPrunedThenItsPodsAndItsNodeObjectGo() {
    StageReport report = remove(JOINED);

    assertThat(report.failures()).isEmpty();
    assertThat(api.get(ObjectRef.node(WORKER))).isEmpty();
    assertThat(pods()).isEmpty();
    assertThat(retained).isEmpty();
    assertThat(ledger.entries()).doesNotContainKey(JOINED);
  }

  @Test
  void
      givenADisruptionBudgetThatForbidsItWhenPrunedThenTheNodeIsRemovedAfterTheDeadlineAndItIsReported() {
    cartRuns(); // a budget protects only what runs
    apply(
        """
        {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: cart, namespace: %s},
         spec: {minAvailable: 1, selector: {matchLabels: {app: cart}}}}
        """
            .formatted(namespace));

    StageReport report = remove(JOINED);

    assertThat(report.failures()).isEmpty();
    assertThat(api.get(ObjectRef.node(WORKER))).isEmpty();
    assertThat(pods()).containsExactly("cart");
    assertThat(retained)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.what()).isEqualTo("pods on " + WORKER);
          assertThat(one.why()).contains("not all could be moved within 6 s", "cart");
        });
  }

  @Test
  void givenADeletedNodeWhenPrunedThenItIsDeletedFromTheLedger() {
    api.delete(ObjectRef.node(WORKER));

    assertThat(remove(JOINED).failures()).isEmpty();
    assertThat(ledger.entries()).doesNotContainKey(JOINED);
  }

  @Test
  void givenADeadApiServerWhenPrunedThenItIsAnErrorThatMayPassAndNothingIsForgotten()
      throws IOException {
    cluster.close();
    String text =
        server.kubeconfig().reveal().replaceAll("server: .*", "server: https://127.0.0.1:1");
    Path other = java.nio.file.Files.createDirectory(directory.resolve("other"));
    cluster = new StandingCluster(other, ApiServer.kubeBinary(), Secret.of(text));
    secrets.put("clusterline/tiny/uid-1/ssh-key", cluster.login().secret());
    cluster.recordControlPlane(ledger);

    ClusterlineException failure = remove(JOINED).failures().get(JOINED);

    assertThat(failure.code()).isEqualTo(ErrorCode.KUBERNETES_UNREACHABLE);
    assertThat(ledger.entries()).containsKey(JOINED);
  }

  @Test
  void givenAClusterWhoseControlPlaneNeverExistedWhenAWorkerIsRemovedThenNoCallIsMade() {
    ledger.delete(Address.parse("control-plane/master"));

    assertThat(remove(JOINED).failures()).isEmpty();
    assertThat(cluster.connections()).isZero();
  }

  @Test
  void givenTheControlPlaneWhenItLeftTheSpecificationThenItIsRefused() {
    Address master = Address.parse("control-plane/master");

    ClusterlineException failure = remove(master).failures().get(master);

    assertThat(failure.code()).isEqualTo(ErrorCode.CONTROL_PLANE_NOT_REMOVABLE);
    assertThat(failure).hasMessageContaining("master");
    assertThat(ledger.entries()).containsKey(master);
  }

  private StageReport remove(Address address) {
    var ssh = new BootstrapProperties.Ssh(cluster.port(), ofSeconds(5), ofSeconds(5), 3, 10);
    var properties = new BootstrapProperties("2.2.1-*", ofSeconds(6), ssh, SshLimits.DEFAULTS);
    var stage = new BootstrapStage(properties, Builds.sshCalls(), Clock.systemUTC());
    ClusterRef ref = new ClusterRef("tiny", "uid-1", 2, "build-2");
    var support = new FakeSupport(secrets);
    StageRun run =
        new StageHarness<>(stage, new Surroundings(ref, "eu-west-1", ledger, support))
            .remove(cluster.infraReady(), entry -> entry.address().equals(address));
    retained = run.retained();
    assertThat(support.published()).as("a removal says nothing on its way").isEmpty();
    return run.report();
  }

  private void cartRuns() {
    api.applyStatus(
        Manifests.parse(
                """
                {apiVersion: v1, kind: Pod, metadata: {name: cart, namespace: %s},
                 status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}
                """
                    .formatted(namespace))
            .getFirst());
  }

  private List<String> pods() {
    return api.list(Selection.all("v1", "Pod").in(namespace)).stream()
        .map(pod -> pod.at("/metadata/name").asString())
        .toList();
  }

  private void apply(String manifest) {
    api.apply(Manifests.parse(manifest).getFirst());
  }
}
