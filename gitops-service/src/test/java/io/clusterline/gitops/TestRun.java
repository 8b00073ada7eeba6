package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CniReady;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.HelmProcesses;
import io.clusterline.gitops.helm.HelmSettings;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryReader;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.sandbox.mirror.ChartMirror;
import io.clusterline.secret.Secret;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.PlannedChange;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Runs the stage on a real API server with the sandbox's charts. */
final class TestRun implements AutoCloseable {

  final MemoryLedger ledger = new MemoryLedger();
  final MemorySecrets secrets = new MemorySecrets();
  final FakeSupport support = new FakeSupport(secrets);
  private final ChartMirror mirror = ChartMirror.start(Path.of("..", "sandbox", "mirror"));
  private final Resilience resilience = Resilience.measuredBy(new SimpleMeterRegistry());
  private final Downloads downloads = new Downloads(DownloadSettings.DEFAULT, resilience);
  private final ChartStore charts = new ChartStore(downloads);
  private final HelmProcesses helm = new HelmProcesses(HelmSettings.DEFAULT, resilience);
  private final Duration healthWithin;
  private volatile long generation = 1;

  TestRun(Secret kubeconfig, Duration healthWithin) {
    this.healthWithin = healthWithin;
    secrets.put(Clusters.KUBECONFIG.name(), kubeconfig);
  }

  /** For {@code spec.mirrors}. */
  MirrorsSpec mirrors() {
    return new MirrorsSpec(mirror.charts(), mirror.manifests(), null, mirror.digests());
  }

  /** What follows belongs to that generation. */
  void generation(long newest) {
    generation = newest;
  }

  /** That generation, which is now the newest, asks for new values of the generated secrets. */
  void rotateSecrets(long newest) {
    generation(newest);
    support.rotation(newest);
  }

  StageRun apply(Cluster cluster) {
    return assertNothingPublished(harness(cluster).apply(Clusters.ready(cluster)));
  }

  List<PlannedChange> plan(Cluster cluster) {
    return harness(cluster).plan(Clusters.ready(cluster));
  }

  /** Takes away what the specification no longer asks for. */
  StageRun prune(Cluster cluster) {
    return assertNothingPublished(harness(cluster).prune(Clusters.ready(cluster)));
  }

  /** Takes everything away, as all machines go. */
  StageRun delete(Cluster cluster) {
    return assertNothingPublished(harness(cluster).removeWithMachines(Clusters.ready(cluster)));
  }

  private StageRun assertNothingPublished(StageRun run) {
    assertThat(support.published()).as("published on the way").isEmpty();
    return run;
  }

  private StageHarness<CniReady, Platform> harness(Cluster cluster) {
    ClusterRef ref = new ClusterRef(cluster.name(), "uid", generation, "build");
    return new StageHarness<>(stage(), new Surroundings(ref, "ap-northeast-2", ledger, support));
  }

  private AddonsStage stage() {
    return new AddonsStage(
        Catalogue.bundled(),
        new Platform.Tools(
            charts, helm, ApiServer.CALLS, RepositoryReader.NONE, healthWithin, Clock.systemUTC()));
  }

  @Override
  public void close() {
    charts.close();
    downloads.close();
    mirror.close();
  }
}
