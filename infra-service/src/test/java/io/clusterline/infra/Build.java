package io.clusterline.infra;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.Retained;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.PlannedChange;
import io.clusterline.stage.Removal;
import io.clusterline.stage.StageDefinition.Result;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.stage.StageRunner;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageSupport;
import io.clusterline.stage.StepGraph;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.MemoryLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One cluster's infra stage on the AWS stand-in, with a ledger that outlives its runs. */
final class Build {

  static final MeterRegistry METRICS = new SimpleMeterRegistry();
  static final AwsClients CLIENTS = clients(METRICS);
  private static final StateStore STATE = StateStore.open();

  private final InfraStage stage;
  private final Ledger ledger;
  private ClusterRef ref;
  private final Runnable guard;
  private List<Retained> kept = List.of();
  private List<String> left = List.of("not looked at");
  private Cluster cluster;
  private StageScope scope;
  private Result result;

  Build(Cluster cluster) {
    this(cluster, new MemoryLedger(), () -> {});
  }

  Build(Cluster cluster, Ledger ledger, Runnable guard) {
    this(cluster, ledger, guard, CLIENTS);
  }

  /** In the hands of a replica with clients of its own. */
  Build(Cluster cluster, AwsClients clients) {
    this(cluster, new MemoryLedger(), () -> {}, clients);
  }

  private Build(Cluster cluster, Ledger ledger, Runnable guard, AwsClients clients) {
    this.stage = new InfraStage(clients);
    this.cluster = cluster;
    this.ledger = ledger;
    this.guard = guard;
    this.ref = new ClusterRef(cluster.name(), UUID.randomUUID().toString(), 1, "build");
  }

  private Build(Build like, Ledger ledger) {
    this.stage = like.stage;
    this.cluster = like.cluster;
    this.ledger = ledger;
    this.ref = like.ref;
    this.guard = () -> {};
  }

  /** AWS as one replica of the service sees it. */
  static AwsClients clients(MeterRegistry metrics) {
    return new AwsClients(
        AwsSettings.at(AwsStandIn.shared().endpoint()), Resilience.measuredBy(metrics), metrics);
  }

  /** The same cluster in the hands of another worker, who finds that ledger. */
  Build takenOver(Ledger found) {
    return new Build(this, found);
  }

  Build want(Cluster changed) {
    cluster = changed;
    return this;
  }

  /** As above, as the next generation. */
  Build wantNext(Cluster changed) {
    ref = new ClusterRef(ref.name(), ref.uid(), ref.generation() + 1, "build");
    return want(changed);
  }

  String name() {
    return cluster.name();
  }

  String region() {
    return cluster.spec().aws().region();
  }

  String uid() {
    return ref.uid();
  }

  Ledger ledger() {
    return ledger;
  }

  StageReport apply() {
    return runner().apply();
  }

  List<PlannedChange> plan() {
    return runner().plan();
  }

  private StageRunner<Aws> runner() {
    StepGraph<Aws> graph = graph();
    scope = scope();
    return new StageRunner<>(
        graph, stage.context(scope, trigger()), scope, StageListener.NONE, Set.of());
  }

  private StepGraph<Aws> graph() {
    StepGraph<Aws> graph = new StepGraph<>();
    result = stage.compose(graph, trigger());
    return graph;
  }

  StageReport removeAll() {
    return removal().removeAll();
  }

  /** As a whole removal goes: what controllers made too, and the check at the end. */
  StageReport removeWithMachines() {
    StageScope fresh = scope();
    Aws context = stage.context(fresh, trigger());
    var removal = new Removal<>(context, fresh, StageListener.NONE, stage.kinds());
    return removal.removeWithMachines(
        () -> kept = stage.release(context), () -> left = stage.leftovers(context));
  }

  /** What the last whole removal left alone on purpose. */
  List<Retained> kept() {
    return kept;
  }

  /** What the check at the end of the last whole removal saw. */
  List<String> left() {
    return left;
  }

  /** What that generation made, and nothing else. */
  StageReport rollBack(long generation) {
    return removal().remove(entry -> entry.createdIn() == generation);
  }

  StageReport prune() {
    return removal().prune(graph());
  }

  private Removal<Aws> removal() {
    StageScope fresh = scope();
    return new Removal<>(stage.context(fresh, trigger()), fresh, StageListener.NONE, stage.kinds());
  }

  Infrastructure infrastructure() {
    return ((InfraReady) result.of(scope)).infrastructure();
  }

  private ClusterAccepted trigger() {
    return new ClusterAccepted(cluster, false);
  }

  private StageScope scope() {
    String region = cluster.spec().aws().region();
    return new StageScope(
        ref, AwsStandIn.ACCOUNT, region, ledger, guard, new Support(secrets(region)));
  }

  static SecretStore secrets(String region) {
    return STATE.secrets(new ClusterLocation(null, region));
  }

  private record Support(SecretStore secrets) implements StageSupport {
    @Override
    public void publish(ClusterEvent event) {
      throw new UnsupportedOperationException("infra says nothing on the way");
    }

    @Override
    public boolean completed(StageName name) {
      throw new UnsupportedOperationException("infra waits for no other stage");
    }

    @Override
    public Optional<StageFailed> failure(StageName name) {
      throw new UnsupportedOperationException("infra waits for no other stage");
    }
  }
}
