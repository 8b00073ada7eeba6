package io.clusterline.bootstrap;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.step.HostKey;
import io.clusterline.bootstrap.step.Ssh;
import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.FakeCluster;
import io.clusterline.bootstrap.testing.FakeMachine.Ending;
import io.clusterline.bootstrap.testing.MemorySecrets;
import io.clusterline.bootstrap.testing.TestKey;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.JoinedNode;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.SecretRef;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.MemoryLedger;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageException;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import io.clusterline.state.SecretStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole stage over real SSH connections to machines that only play their part. */
@Timeout(120)
class BootstrapStageTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String SECRETS = "clusterline/tiny/uid-1/";

  private final MemoryLedger ledger = new MemoryLedger();
  private final MemorySecrets secrets = new MemorySecrets();
  private final List<ClusterEvent> published = new CopyOnWriteArrayList<>();
  private FakeCluster cluster;
  private NodesJoined result;

  @BeforeEach
  void start() throws Exception {
    cluster = new FakeCluster();
    secrets.put(SECRETS + "ssh-key", cluster.login().secret());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void givenThreeMachinesWhenTheStageRunsThenTheyAreNodesAndTheMasterWasAnnounced() {
    StageReport report = apply();

    assertThat(report.failures()).isEmpty();
    assertThat(result.nodes())
        .extracting(JoinedNode::name)
        .containsExactly("master", "worker-1", "worker-2");
    assertThat(published).singleElement().isInstanceOf(MasterInitialized.class);
    assertThat(result.controlPlane().publicEndpoint()).isEqualTo("127.90.0.10:6443");
    assertThat(secret("kubeconfig")).contains("server: https://127.90.0.10:6443");
  }

  @Test
  void givenTheSecretsOfABuildWhenCommandLinesAreReadThenNoneIsInThem() {
    apply();

    String token = secret("join-token");
    for (String name : List.of("master", "worker-1", "worker-2")) {
      assertThat(cluster.machine(name).server().commands())
          .noneMatch(command -> command.contains(token));
    }
  }

  @Test
  void givenAClusterThatStandsWhenTheStageRunsAgainThenNothingChanges() {
    apply();
    long writes = ledger.writes();

    StageReport again = apply();

    assertThat(again.changedNothing()).as(again.toString()).isTrue();
    assertThat(ledger.writes()).isEqualTo(writes);
    assertThat(published).hasSize(1);
  }

  @Test
  void givenAHostKeyThatWasReplacedButNotRecordedWhenAnotherWorkerComesThenItIsLetIn() {
    apply();
    ledger.forget(new Address(HostKey.KIND.name(), "worker-1"));

    assertThat(apply().failures()).isEmpty();
  }

  @Test
  void givenAMachineWithAStrangeHostKeyWhenTheStageRunsThenOnlyItIsRefused() {
    cluster.machine("worker-1").server().use(TestKey.generate());

    StageReport report = apply();

    assertThat(failure(report, "generated-host-key/worker-1").code())
        .isEqualTo(ErrorCode.HOST_KEY_CHANGED);
    assertThat(cluster.machine("worker-2").done()).contains("kubeadm-join");
    assertThat(cluster.machine("worker-1").done()).isEmpty();
  }

  @Test
  void givenAJoinThatFailsOnceWhenItIsTriedAgainThenTheMachineIsResetInBetween() {
    cluster.machine("worker-1").plan("kubeadm-join", new Ending(1, "connection refused"));

    assertThat(apply().failures()).isEmpty();
    assertThat(cluster.machine("worker-1").done())
        .endsWith("kubeadm-join", "reset", "kubeadm-join");
  }

  @Test
  void givenAJoinThatKeepsFailingWhenAttemptsAreUsedUpThenItsLogSaysWhyAndTheOthersJoin() {
    Ending refused = new Ending(1, "couldn't validate the identity of the API Server");
    cluster.machine("worker-1").plan("kubeadm-join", refused, refused, refused);

    StageReport report = apply();

    StageException failure = failure(report, "joined-node/worker-1");
    assertThat(failure.code()).isEqualTo(ErrorCode.KUBEADM_JOIN_FAILED);
    assertThat(failure.logTail()).containsExactly(refused.log());
    assertThat(cluster.machine("worker-2").done()).contains("kubeadm-join");
  }

  @Test
  void givenAnInitThatFailsWhenTheStageRunsAgainThenTheMachineIsResetFirst() {
    cluster.machine("master").plan("kubeadm-init", new Ending(1, "etcd is not healthy"));

    StageException failure = failure(apply(), "control-plane/master");
    StageReport second = apply();

    assertThat(failure.code()).isEqualTo(ErrorCode.KUBEADM_INIT_FAILED);
    assertThat(failure.logTail()).containsExactly("etcd is not healthy");
    assertThat(second.failures()).isEmpty();
    assertThat(cluster.machine("master").done()).endsWith("kubeadm-init", "reset", "kubeadm-init");
  }

  @Test
  void givenCloudInitWithWarningsWhenItIsAwaitedThenTheBuildGoesOn() {
    cluster.machine("worker-1").endCloudInitWith(2);

    assertThat(apply().failures()).isEmpty();
  }

  @Test
  void givenCloudInitThatFailedWhenItIsAwaitedThenItsLogIsInTheError() {
    cluster.machine("worker-1").endCloudInitWith(1);

    StageException failure = failure(apply(), "cloud-init/worker-1");

    assertThat(failure.code()).isEqualTo(ErrorCode.CLOUD_INIT_FAILED);
    assertThat(failure.logTail()).containsExactly("what cloud-init said last");
  }

  @Test
  void givenANodeWithAnotherMachinesProviderIdWhenItIsReadThenTheBuildSaysSo() {
    cluster.providerIds().put("worker-1", "aws:///eu-west-1a/i-0ld");

    assertThat(failure(apply(), "joined-node/worker-1").code())
        .isEqualTo(ErrorCode.PROVIDER_ID_MISMATCH);
  }

  @Test
  void givenATokenThatIsStillGoodWhenANodeJoinsLaterThenItIsUsedAgain() {
    failFirstBuildOf("worker-1");
    String before = secret("join-token");

    apply();

    assertThat(secret("join-token")).isEqualTo(before);
  }

  @Test
  void givenATokenThatEndsSoonWhenANodeJoinsLaterThenANewOneIsMade() {
    failFirstBuildOf("worker-1");
    String before = secret("join-token");
    cluster.expireTokensAt("2026-01-01T12:05:00Z");

    assertThat(apply().failures()).isEmpty();
    assertThat(secret("join-token")).isNotEqualTo(before);
  }

  @Test
  void givenDeadMachinesWhenTheClusterIsRemovedWithThemThenNoSecretOfThisStageIsLeft()
      throws Exception {
    apply();
    cluster.close();
    BootstrapStage stage = stage();
    StageScope scope = scope();
    try (Ssh context = stage.context(scope, cluster.infraReady())) {
      StageReport removed =
          new Removal<>(context, scope, StageListener.NONE, stage.kinds())
              .removeWithMachines(() -> {}, () -> {});

      assertThat(removed.failures()).isEmpty();
    }
    assertThat(secrets.names()).containsExactly(SECRETS + "ssh-key");
    assertThat(ledger.entries()).isEmpty();
  }

  private void failFirstBuildOf(String worker) {
    Ending refused = new Ending(1, "no");
    cluster.machine(worker).plan("kubeadm-join", refused, refused, refused);
    apply();
  }

  private StageReport apply() {
    BootstrapStage stage = stage();
    StageScope scope = scope();
    StepGraph<Ssh> graph = new StepGraph<>();
    var contents = stage.compose(graph, cluster.infraReady());
    try (Ssh context = stage.context(scope, cluster.infraReady())) {
      StageReport report =
          new StageRunner<>(graph, context, scope, StageListener.NONE, Set.of()).apply();
      if (report.succeeded()) {
        result = (NodesJoined) contents.of(scope);
      }
      return report;
    }
  }

  private BootstrapStage stage() {
    var ssh = new BootstrapProperties.Ssh(cluster.port(), ofSeconds(5), ofSeconds(5), 3, 10);
    var properties = new BootstrapProperties("2.2.1-*", ofSeconds(5), ssh, SshLimits.DEFAULTS);
    return new BootstrapStage(properties, Builds.sshCalls(), CLOCK);
  }

  private StageScope scope() {
    ClusterRef ref = new ClusterRef("tiny", "uid-1", 1, "build-1");
    return new StageScope(ref, "", "eu-west-1", ledger, () -> {}, new Line());
  }

  private String secret(String name) {
    return secrets.get(new SecretRef(SECRETS + name)).orElseThrow().reveal();
  }

  private static StageException failure(StageReport report, String address) {
    assertThat(report.failures()).containsKey(Address.parse(address));
    return report.failures().get(Address.parse(address));
  }

  private final class Line implements StageSupport {
    @Override
    public void publish(ClusterEvent event) {
      published.add(event);
    }

    @Override
    public boolean completed(StageName stage) {
      return false;
    }

    @Override
    public Optional<StageFailed> failure(StageName stage) {
      return Optional.empty();
    }

    @Override
    public SecretStore secrets() {
      return secrets;
    }
  }
}
