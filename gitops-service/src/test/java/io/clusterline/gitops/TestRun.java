package io.clusterline.gitops;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.CniReady;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.HelmProcesses;
import io.clusterline.gitops.helm.HelmSettings;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.sandbox.mirror.ChartMirror;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.MirrorsSpec;
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
import io.clusterline.testkit.MemoryStateStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Runs the stage on a real API server with the sandbox's charts. */
final class TestRun implements AutoCloseable {

  /** How a run ended; the event only if it succeeded. */
  record Result(StageReport report, AddonsReady event) {}

  /** How a removal ended, and what it left alone. */
  record Removed(StageReport report, List<Retained> kept) {}

  final MemoryLedger ledger = new MemoryLedger();
  final SecretStore secrets =
      new MemoryStateStore().secrets(new ClusterLocation(null, "ap-northeast-2"));
  private final ChartMirror mirror = ChartMirror.start(Path.of("..", "sandbox", "mirror"));
  private final Resilience resilience = Resilience.measuredBy(new SimpleMeterRegistry());
  private final Downloads downloads = new Downloads(DownloadSettings.DEFAULT, resilience);
  private final ChartStore charts = new ChartStore(downloads);
  private final HelmProcesses helm = new HelmProcesses(HelmSettings.DEFAULT, resilience);
  private final Duration healthWithin;

  TestRun(Secret kubeconfig, Duration healthWithin) {
    this.healthWithin = healthWithin;
    secrets.put(Clusters.KUBECONFIG.name(), kubeconfig);
  }

  /** For {@code spec.mirrors}. */
  MirrorsSpec mirrors() {
    return new MirrorsSpec(mirror.charts(), mirror.manifests(), null);
  }

  Result apply(Cluster cluster) {
    AddonsStage stage = stage();
    StageScope scope = scope(cluster);
    StepGraph<Platform> graph = new StepGraph<>();
    CniReady trigger = Clusters.ready(cluster);
    StageDefinition.Result result = stage.compose(graph, trigger);
    try (Platform platform = stage.context(scope, trigger)) {
      StageReport report =
          new StageRunner<>(graph, platform, scope, StageListener.NONE, Set.of()).apply();
      return new Result(report, report.succeeded() ? (AddonsReady) result.of(scope) : null);
    }
  }

  /** Takes away what the specification no longer asks for. */
  Removed prune(Cluster cluster) {
    StepGraph<Platform> graph = new StepGraph<>();
    stage().compose(graph, Clusters.ready(cluster));
    return remove(cluster, (removal, platform) -> removal.prune(graph));
  }

  /** Takes everything away, as all machines go. */
  Removed delete(Cluster cluster) {
    return remove(
        cluster,
        (removal, platform) ->
            removal.removeWithMachines(
                () -> stage().release(platform).forEach(platform::keep), () -> {}));
  }

  private Removed remove(
      Cluster cluster, BiFunction<Removal<Platform>, Platform, StageReport> how) {
    StageScope scope = scope(cluster);
    try (Platform platform = stage().context(scope, Clusters.ready(cluster))) {
      var removal = new Removal<>(platform, scope, StageListener.NONE, stage().kinds());
      return new Removed(how.apply(removal, platform), scope.kept());
    }
  }

  private AddonsStage stage() {
    return new AddonsStage(
        Catalogue.bundled(), new Platform.Tools(charts, helm, ApiServer.CALLS, healthWithin));
  }

  private StageScope scope(Cluster cluster) {
    return new StageScope(
        new ClusterRef(cluster.name(), "uid", 1, "build"),
        "",
        "ap-northeast-2",
        ledger,
        () -> {},
        new Support());
  }

  private final class Support implements StageSupport {
    @Override
    public void publish(ClusterEvent event) {
      throw new AssertionError("the stage says nothing on the way, but said " + event);
    }

    @Override
    public boolean completed(StageName stage) {
      return true;
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

  @Override
  public void close() {
    charts.close();
    downloads.close();
    mirror.close();
  }
}
