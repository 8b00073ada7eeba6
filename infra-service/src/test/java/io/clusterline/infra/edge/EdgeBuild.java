package io.clusterline.infra.edge;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.EdgeReady;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.infra.RaisedLimits;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.infra.storage.MediaBucket;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One cluster's edge stage on the AWS stand-in, with a ledger that outlives its runs. */
final class EdgeBuild {

  static final String REGION = "ap-northeast-2";

  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final AwsClients CLIENTS =
      new AwsClients(RaisedLimits.ofRoute53(), Resilience.measuredBy(METRICS), METRICS);
  private static final LivingCluster.Tools LIVING =
      new LivingCluster.Tools(
          ApiServer.CALLS, new ReplacementSettings(Duration.ofSeconds(3), Duration.ofSeconds(1)));

  private final EdgeStage stage;
  private final MemoryLedger bucketLedger = new MemoryLedger();
  private final FakeSupport support = new FakeSupport(new MemorySecrets());
  private Ledger ledger = new MemoryLedger();
  private Runnable guard = () -> {};
  private ClusterRef ref;
  private Cluster cluster;
  private StageRun last;

  EdgeBuild(String yaml) {
    this(yaml, Duration.ofSeconds(20));
  }

  /**
   * @param patience of all waits
   */
  EdgeBuild(String yaml, Duration patience) {
    cluster = SampleClusters.parse(yaml);
    ref = new ClusterRef(cluster.name(), UUID.randomUUID().toString(), 1, "build");
    stage = new EdgeStage(CLIENTS, LIVING, new EdgeSettings(patience, patience, patience));
  }

  /** The specification of a small cluster with that domain, and more lines below it. */
  static String yaml(String name, String domain, String... more) {
    return SampleClusters.smallText(name, REGION)
        .replaceFirst(
            "\nspec:\n",
            "\nspec:\n  domain: " + domain + "\n  " + String.join("\n  ", more) + "\n");
  }

  String uid() {
    return ref.uid();
  }

  EdgeBuild changed(String yaml) {
    cluster = SampleClusters.parse(yaml);
    ref = new ClusterRef(ref.name(), ref.uid(), ref.generation() + 1, "build");
    return this;
  }

  /** In the hands of another worker. */
  EdgeBuild with(Ledger other, Runnable itsGuard) {
    ledger = other;
    guard = itsGuard;
    return this;
  }

  Ledger ledger() {
    return ledger;
  }

  /** What the infra stage does meanwhile; the bucket's name. */
  String makeBucket() {
    StageRun made = bucket().apply(new ClusterAccepted(cluster, false));
    return made.report().succeeded()
        ? bucketLedger.entries().values().iterator().next().value().get("name").asString()
        : "";
  }

  void removeBucket() {
    bucket().removeAll(new ClusterAccepted(cluster, false));
  }

  void infraFailed(StageFailed failure) {
    support.failed(failure);
  }

  StageReport apply() {
    last = harness().apply(new ClusterAccepted(cluster, false));
    return last.report();
  }

  EdgeReady ready() {
    return last.result(EdgeReady.class);
  }

  StageReport prune() {
    return harness().prune(new ClusterAccepted(cluster, false)).report();
  }

  StageReport remove() {
    last = harness().removeWithMachines(new ClusterAccepted(cluster, false));
    return last.report();
  }

  List<Retained> retained() {
    return last.retained();
  }

  private StageHarness<ClusterAccepted, Aws> harness() {
    return new StageHarness<>(
        stage, new Surroundings(ref, AwsStandIn.ACCOUNT, REGION, ledger, guard, support));
  }

  private StageHarness<ClusterAccepted, Aws> bucket() {
    return new StageHarness<>(
        new BucketOnly(),
        new Surroundings(ref, AwsStandIn.ACCOUNT, REGION, bucketLedger, () -> {}, support));
  }

  /** The step of the infra stage that the edge needs. */
  private static final class BucketOnly implements StageDefinition<ClusterAccepted, Aws> {

    @Override
    public StageName name() {
      return StageName.INFRA;
    }

    @Override
    public Class<ClusterAccepted> trigger() {
      return ClusterAccepted.class;
    }

    @Override
    public Aws context(StageScope scope, ClusterAccepted trigger) {
      return new Aws(scope, CLIENTS, LIVING, trigger.cluster());
    }

    @Override
    public Result compose(StepGraph<Aws> graph, ClusterAccepted trigger) {
      graph.add(new MediaBucket(trigger.cluster().spec().domain()));
      return outputs -> new EdgeReady(trigger.cluster(), null, List.of());
    }

    @Override
    public List<Kind<Aws, ?>> kinds() {
      return List.of(MediaBucket.KIND);
    }
  }
}
