package io.clusterline.bootstrap;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.step.Ssh;
import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.FakeCluster;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The stage with all that it works on: its machines, its ledger, its secrets, and who listens. */
final class TestBuild implements AutoCloseable {

  static final String SECRETS = "clusterline/tiny/uid-1/";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  final FakeCluster cluster;
  final MemoryLedger ledger = new MemoryLedger();
  final MemorySecrets secrets = new MemorySecrets();
  final List<ClusterEvent> published = new CopyOnWriteArrayList<>();
  @Nullable NodesJoined result;

  TestBuild() throws Exception {
    cluster = new FakeCluster();
    secrets.put(SECRETS + "ssh-key", cluster.login().secret());
  }

  /** One attempt at the stage. */
  StageReport apply() {
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

  /** With the machines, which end of themselves. */
  StageReport remove() {
    BootstrapStage stage = stage();
    StageScope scope = scope();
    try (Ssh context = stage.context(scope, cluster.infraReady())) {
      return new Removal<>(context, scope, StageListener.NONE, stage.kinds())
          .removeWithMachines(() -> {}, () -> {});
    }
  }

  private BootstrapStage stage() {
    var ssh = new BootstrapProperties.Ssh(cluster.port(), ofSeconds(5), ofSeconds(5), 3, 10);
    var properties = new BootstrapProperties("2.2.1-*", ofSeconds(5), ssh, SshLimits.DEFAULTS);
    return new BootstrapStage(properties, Builds.sshCalls(), CLOCK);
  }

  private StageScope scope() {
    ClusterRef ref = new ClusterRef("tiny", "uid-1", 1, "build-1");
    return new StageScope(ref, "", "eu-west-1", ledger, () -> {}, new StageRuntime());
  }

  String secret(String name) {
    return secrets.get(new SecretRef(SECRETS + name)).orElseThrow().reveal();
  }

  static ClusterlineException failure(StageReport report, String address) {
    assertThat(report.failures()).containsKey(Address.parse(address));
    return report.failures().get(Address.parse(address));
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }

  private final class StageRuntime implements StageSupport {
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
