package io.clusterline.infra;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.Retained;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.aws.AwsSettings;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.PlannedChange;
import io.clusterline.stage.StageListener;
import io.clusterline.stage.StageReport;
import io.clusterline.state.StateStore;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.AwsStandIn;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** One cluster's infra stage on the AWS stand-in, with a ledger that outlives its runs. */
final class Build {

  static final MeterRegistry METRICS = new SimpleMeterRegistry();
  static final AwsClients CLIENTS = clients(METRICS);
  static final LivingCluster.Tools LIVING =
      new LivingCluster.Tools(
          ApiServer.CALLS, new ReplacementSettings(Duration.ofSeconds(3), Duration.ofSeconds(1)));
  private static final StateStore STATE = StateStore.open();

  private final InfraStage stage;
  private final Ledger ledger;
  private ClusterRef ref;
  private final Runnable guard;
  private List<Retained> retained = List.of();
  private List<String> remaining = List.of("not looked at");
  private Cluster cluster;
  private StageRun last;
  private final List<String> remarks = new CopyOnWriteArrayList<>();

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
    this.stage = new InfraStage(clients, LIVING);
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
  Build byAnotherWorker(Ledger found) {
    return new Build(this, found);
  }

  Build withCluster(Cluster changed) {
    cluster = changed;
    return this;
  }

  /** The same change as the next generation. */
  Build withNextGeneration(Cluster changed) {
    ref = new ClusterRef(ref.name(), ref.uid(), ref.generation() + 1, "build");
    return withCluster(changed);
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
    last = harness().apply(trigger());
    return last.report();
  }

  StageReport apply(Set<Address> approvals) {
    last = harness().apply(trigger(), approvals);
    return last.report();
  }

  List<PlannedChange> plan() {
    return harness().plan(trigger());
  }

  StageReport removeAll() {
    return harness().removeAll(trigger()).report();
  }

  /** Runs a whole removal: including what controllers created, and the check at the end. */
  StageReport removeWithMachines() {
    StageRun run = harness().removeWithMachines(trigger());
    retained = run.retained();
    remaining = run.leftovers();
    return run.report();
  }

  /** What the last whole removal retained. */
  List<Retained> retained() {
    return retained;
  }

  /** What the check at the end of the last whole removal found. */
  List<String> remaining() {
    return remaining;
  }

  /** Removes what that generation created, and nothing else. */
  StageReport rollBack(long generation) {
    return harness().remove(trigger(), entry -> entry.createdIn() == generation).report();
  }

  StageReport prune() {
    return harness().prune(trigger()).report();
  }

  /** What steps of the last run had to say although they succeeded. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  Infrastructure infrastructure() {
    return last.result(InfraReady.class).infrastructure();
  }

  private ClusterAccepted trigger() {
    return new ClusterAccepted(cluster, false);
  }

  private StageHarness<ClusterAccepted, Aws> harness() {
    var support = new FakeSupport(secrets(region()));
    return new StageHarness<>(
        stage,
        new Surroundings(ref, AwsStandIn.ACCOUNT, region(), ledger, guard, support)
            .heardBy(listening()));
  }

  private StageListener listening() {
    remarks.clear();
    return new StageListener() {
      @Override
      public void stepRemarked(Address step, String remark) {
        remarks.add(step + ": " + remark);
      }
    };
  }

  static SecretStore secrets(String region) {
    return STATE.secrets(new ClusterLocation(null, region));
  }
}
