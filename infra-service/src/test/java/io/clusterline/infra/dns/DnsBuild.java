package io.clusterline.infra.dns;

import io.clusterline.Json;
import io.clusterline.event.ClusterReady;
import io.clusterline.event.DnsReady;
import io.clusterline.event.FrontDoor;
import io.clusterline.event.FrontDoor.Route;
import io.clusterline.event.IngressReady;
import io.clusterline.event.Retained;
import io.clusterline.infra.RaisedLimits;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.cluster.ReplacementSettings;
import io.clusterline.resilience.Resilience;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.IngressSpec;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.StageReport;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One cluster's dns stage on the AWS stand-in, with a ledger that outlives its runs. */
final class DnsBuild {

  static final String REGION = "ap-northeast-2";
  static final String BALANCER = "k8s-test-0a1b2c3d4e.ap-northeast-2.elb.amazonaws.com";

  private static final SimpleMeterRegistry METRICS = new SimpleMeterRegistry();
  private static final AwsClients CLIENTS =
      new AwsClients(RaisedLimits.ofRoute53(), Resilience.measuredBy(METRICS), METRICS);
  private static final LivingCluster.Tools LIVING =
      new LivingCluster.Tools(
          ApiServer.CALLS, new ReplacementSettings(Duration.ofSeconds(3), Duration.ofSeconds(1)));

  private final DnsStage stage;
  private final FakeSupport support = new FakeSupport(new MemorySecrets());
  private final String name;
  private final String domain;
  private Cluster cluster;
  private Ledger ledger = new MemoryLedger();
  private Runnable guard = () -> {};
  private ClusterRef ref;
  private @Nullable FrontDoor door;
  private StageRun last;

  /** A cluster with a domain whose names lead to a load balancer. */
  DnsBuild(String name, String domain, String... names) {
    this(name, domain, Duration.ofSeconds(20), names);
  }

  /**
   * @param patience of all waits
   */
  DnsBuild(String name, String domain, Duration patience, String... names) {
    this.name = name;
    this.domain = domain;
    ref = new ClusterRef(name, UUID.randomUUID().toString(), 1, "build");
    stage = new DnsStage(CLIENTS, LIVING, new DnsSettings(patience, patience, patience));
    publishing(BALANCER, List.of(), names);
  }

  /** Not judged as a whole: the hosts that names need are not what these tests are about. */
  private Cluster specification(String... names) {
    Cluster without =
        SampleClusters.parse(
            SampleClusters.smallText(name, REGION)
                .replaceFirst("\nspec:\n", "\nspec:\n  domain: " + domain + "\n"));
    ObjectNode json = Json.MAPPER.valueToTree(without);
    IngressSpec ingress =
        new IngressSpec(null, IngressSpec.NONE.sslPolicy(), List.of(names), List.of());
    json.withObject("spec").set("ingress", Json.MAPPER.valueToTree(ingress));
    return Json.MAPPER.treeToValue(json, Cluster.class);
  }

  /** In the next generation. */
  DnsBuild publishing(String balancer, List<Route> routes, String... names) {
    cluster = specification(names);
    door = new FrontDoor("group", balancer, "Z0", List.of(names), routes);
    ref = new ClusterRef(ref.name(), ref.uid(), ref.generation() + 1, "build");
    return this;
  }

  DnsBuild publishingNothing() {
    door = null;
    return this;
  }

  /** In the hands of another worker. */
  DnsBuild with(Ledger other, Runnable itsGuard) {
    ledger = other;
    guard = itsGuard;
    return this;
  }

  Ledger ledger() {
    return ledger;
  }

  StageReport apply() {
    last = harness().apply(trigger());
    return last.report();
  }

  ClusterReady ready() {
    return last.result(ClusterReady.class);
  }

  /** As it was published last. */
  DnsReady announced() {
    return (DnsReady) support.published().getLast();
  }

  StageReport prune() {
    return harness().prune(trigger()).report();
  }

  StageReport remove() {
    last = harness().removeWithMachines(trigger());
    return last.report();
  }

  List<Retained> retained() {
    return last.retained();
  }

  List<String> leftovers() {
    return last.leftovers();
  }

  private IngressReady trigger() {
    return new IngressReady(cluster, door, List.of());
  }

  private StageHarness<IngressReady, Aws> harness() {
    return new StageHarness<>(
        stage, new Surroundings(ref, AwsStandIn.ACCOUNT, REGION, ledger, guard, support));
  }
}
