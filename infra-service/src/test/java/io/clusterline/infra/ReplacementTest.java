package io.clusterline.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Infrastructure;
import io.clusterline.event.Machine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.machine.MachinesRunning;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.Selection;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Machines of a cluster that stands get another type: on the AWS stand-in, with the node objects
 * and pods of the cluster on a real API server.
 */
@Timeout(180)
class ReplacementTest {

  private static final Set<Address> APPROVED =
      Set.of(Address.parse("instance/worker-1"), Address.parse("instance/worker-2"));

  private final ApiServer server = ApiServer.start(); // two clusters' nodes must not meet
  private final KubernetesApi api = server.connect();
  private final String name = ApiServer.uniqueName("grown");
  private final Build build = new Build(SampleClusters.small(name, "eu-west-1"));
  private Infrastructure before;

  @BeforeEach
  void aClusterThatStands() {
    InfraStageTest.succeed(build.apply());
    before = build.infrastructure();
    before.machines().forEach(machine -> joined(machine, "True"));
    Build.secrets(build.region())
        .put("clusterline/%s/%s/kubeconfig".formatted(name, build.uid()), server.kubeconfig());
    apply("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    pod("worker-1");
    pod("worker-2");
    build.withNextGeneration(grown());
  }

  @AfterEach
  void close() {
    api.close();
    server.close();
  }

  @Test
  void givenTwoApprovedReplacementsWhenAppliedThenOneIsEmptiedAndReplacedAndTheOtherWaits() {
    InfraStageTest.succeed(build.apply(APPROVED));

    String first = onlyReplaced(before);
    String other = first.equals("worker-1") ? "worker-2" : "worker-1";
    assertThat(pods()).containsExactly(other);
    assertThat(nodes()).doesNotContain(first).contains(other);
    assertThat(MachinesRunning.hasPostponed(build.ledger().entries())).isTrue();
  }

  @Test
  void givenAReplacementThatHasNotJoinedWhenAppliedAgainThenTheNextOneStillWaits() {
    InfraStageTest.succeed(build.apply(APPROVED));
    Infrastructure after = build.infrastructure();

    InfraStageTest.succeed(build.apply(APPROVED));

    assertThat(build.infrastructure()).isEqualTo(after);
    assertThat(MachinesRunning.hasPostponed(build.ledger().entries())).isTrue();
  }

  @Test
  void givenAReplacementThatIsReadyWhenAppliedAgainThenTheNextOneFollows() {
    InfraStageTest.succeed(build.apply(APPROVED));
    Infrastructure after = build.infrastructure();
    after.workers().forEach(machine -> joined(machine, "True"));

    InfraStageTest.succeed(build.withNextGeneration(grown()).apply(APPROVED));

    onlyReplaced(after);
    assertThat(pods()).isEmpty();
    assertThat(build.infrastructure().workers()).extracting(Machine::type).containsOnly("t3.large");
    assertThat(MachinesRunning.hasPostponed(build.ledger().entries())).isFalse();
  }

  @Test
  void givenADisruptionBudgetWhenItForbidsTheDrainThenPodAndBudgetAreNamedAndTheMachineStays() {
    pods().forEach(this::runs);
    apply(
        """
        {apiVersion: policy/v1, kind: PodDisruptionBudget,
         metadata: {name: every-cart, namespace: shop},
         spec: {maxUnavailable: 0, selector: {matchLabels: {app: cart}}}}
        """);

    StageReport report = build.apply(APPROVED);

    ClusterlineException failure = report.failures().values().iterator().next();
    assertThat(failure.code()).isEqualTo(ErrorCode.DRAIN_BLOCKED);
    assertThat(failure).hasMessageContainingAll("pod shop/worker-", "every-cart");
    assertThat(World.instances(build)).hasSize(3);
    assertThat(nodes()).contains("worker-1", "worker-2");
  }

  @Test
  void givenADeadNodeWhenItsMachineIsReplacedThenNothingWaitsForItsPods() {
    joined(machine("worker-1"), "Unknown");

    InfraStageTest.succeed(build.apply(APPROVED));

    assertThat(onlyReplaced(before)).isEqualTo("worker-1");
    assertThat(pods()).as("nobody can end them").contains("worker-1");
  }

  @Test
  void givenAnotherNodeThatIsDownWhenAHealthyMachineIsToBeReplacedThenItWaits() {
    joined(machine("worker-2"), "Unknown");
    build.withCluster(SampleClusters.parse(text("worker-1")));

    InfraStageTest.succeed(build.apply(APPROVED));

    assertThat(build.infrastructure().workers()).isEqualTo(before.workers());
    assertThat(pods()).contains("worker-1");
  }

  /** The worker whose machine is another one than in that table. */
  private String onlyReplaced(Infrastructure table) {
    List<String> replaced =
        build.infrastructure().machines().stream()
            .filter(machine -> !table.machines().contains(machine))
            .map(Machine::name)
            .toList();
    assertThat(replaced).hasSize(1);
    return replaced.getFirst();
  }

  private Machine machine(String worker) {
    return before.machines().stream()
        .filter(m -> m.name().equals(worker))
        .findFirst()
        .orElseThrow();
  }

  private Cluster grown() {
    return SampleClusters.parse(text("worker-1", "worker-2"));
  }

  private String text(String... workers) {
    Set<String> lines =
        Set.of(workers).stream().map("name: %s, "::formatted).collect(Collectors.toSet());
    return SampleClusters.smallText(name, "eu-west-1")
        .lines()
        .map(line -> lines.stream().anyMatch(line::contains) ? typed(line) : line)
        .collect(Collectors.joining("\n"));
  }

  private static String typed(String line) {
    return line.replaceFirst("types?: (\\[[^]]*]|[a-z0-9.]+)", "type: t3.large");
  }

  private void joined(Machine machine, String ready) {
    apply(
        "{apiVersion: v1, kind: Node, metadata: {name: %s}, spec: {providerID: '%s'}}"
            .formatted(machine.name(), machine.providerId()));
    api.applyStatus(
        Manifests.parse(
                """
                {apiVersion: v1, kind: Node, metadata: {name: %s},
                 status: {conditions: [{type: Ready, status: '%s', reason: R, message: m}]}}
                """
                    .formatted(machine.name(), ready))
            .getFirst());
  }

  private void pod(String worker) {
    apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: shop, labels: {app: cart}},
         spec: {nodeName: %s, terminationGracePeriodSeconds: 0, containers: [{name: c, image: x}]}}
        """
            .formatted(worker, worker));
  }

  private void runs(String pod) {
    api.applyStatus(
        Manifests.parse(
                """
                {apiVersion: v1, kind: Pod, metadata: {name: %s, namespace: shop},
                 status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}
                """
                    .formatted(pod))
            .getFirst());
  }

  private List<String> pods() {
    return names(Selection.all("v1", "Pod").in("shop"));
  }

  private List<String> nodes() {
    return names(Selection.all("v1", "Node"));
  }

  private List<String> names(Selection selection) {
    return api.list(selection).stream().map(o -> o.at("/metadata/name").asString()).toList();
  }

  private void apply(String manifest) {
    api.apply(Manifests.parse(manifest).getFirst());
  }
}
