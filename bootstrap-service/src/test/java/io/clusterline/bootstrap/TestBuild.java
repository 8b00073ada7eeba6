package io.clusterline.bootstrap;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bootstrap.ssh.SshLimits;
import io.clusterline.bootstrap.step.Ssh;
import io.clusterline.bootstrap.testing.Builds;
import io.clusterline.bootstrap.testing.FakeCluster;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.InfraReady;
import io.clusterline.event.NodesJoined;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.secret.SecretRef;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
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
  private final FakeSupport support = new FakeSupport(secrets);
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final List<String> reports = new CopyOnWriteArrayList<>();
  @Nullable NodesJoined result;

  TestBuild() throws Exception {
    cluster = new FakeCluster();
    secrets.put(SECRETS + "ssh-key", cluster.login().secret());
  }

  /** One attempt at the stage. */
  StageReport apply() {
    StageRun run = harness().apply(cluster.infraReady());
    run.event().ifPresent(event -> result = (NodesJoined) event);
    return run.report();
  }

  /** With the machines, which end of themselves. */
  StageReport remove() {
    return harness().removeWithMachines(cluster.infraReady()).report();
  }

  /** Messages that the stage reported, in all its attempts. */
  List<ClusterEvent> published() {
    return support.published();
  }

  private StageHarness<InfraReady, Ssh> harness() {
    var ssh = new BootstrapProperties.Ssh(cluster.port(), ofSeconds(5), ofSeconds(5), 3, 10);
    var properties = new BootstrapProperties("2.2.1-*", ofSeconds(5), ssh, SshLimits.DEFAULTS);
    ClusterRef ref = new ClusterRef("tiny", "uid-1", 1, "build-1");
    return new StageHarness<>(
        new BootstrapStage(properties, Builds.sshCalls(), CLOCK),
        new Surroundings(ref, "eu-west-1", ledger, support).heardBy(listening()));
  }

  /** What its steps had to remark, in all its attempts. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** What its steps said on their way, in all its attempts. */
  List<String> reports() {
    return List.copyOf(reports);
  }

  private StageListener listening() {
    return new StageListener() {
      @Override
      public void stepProgressed(Address step, int percent, String message) {
        reports.add(step + ": " + message);
      }

      @Override
      public void stepRemarked(Address step, String remark) {
        remarks.add(step + ": " + remark);
      }
    };
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
}
