package io.clusterline.gitops.ingress;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.Edge;
import io.clusterline.event.EdgeReady;
import io.clusterline.gitops.Clusters;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.secret.Secret;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.ClusterRef;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.FakeSupport;
import io.clusterline.testkit.MemoryLedger;
import io.clusterline.testkit.MemorySecrets;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import io.clusterline.testkit.StageHarness;
import io.clusterline.testkit.StageHarness.Surroundings;
import io.clusterline.testkit.StageRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ingress stage on a real API server, in a namespace of its own per test. */
final class FrontRun {

  static final String CERTIFICATE = "arn:aws:acm:ap-northeast-2:123456789012:certificate/1";
  static final Edge EDGE = new Edge("Z0123456789", CERTIFICATE, null);

  private static final Duration SHORT = Duration.ofSeconds(3);
  private static final Path KINDS =
      Path.of("..", "sandbox/mirror/charts/aws-load-balancer-controller/crds/crds.yaml");

  final MemoryLedger ledger = new MemoryLedger();
  final FakeSupport support;
  private final String name;

  /**
   * @param name of the cluster, which no other test has
   */
  FrontRun(Secret kubeconfig, String name) {
    MemorySecrets secrets = new MemorySecrets();
    secrets.put(Clusters.KUBECONFIG.name(), kubeconfig);
    this.support = new FakeSupport(secrets);
    this.name = name;
  }

  /** The kinds of the controller. */
  static void prepare(KubernetesApi api) {
    try {
      api.applyAll(Manifests.parse(Files.readString(KINDS)), ref -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cluster with these hosts, one entry each. */
  Cluster cluster(String... hosts) {
    return SampleClusters.parse(
        SampleClusters.smallText(name, "ap-northeast-2")
            .replace(
                "  addons:",
                String.join(
                    "\n",
                    "  domain: example.org",
                    "  namespaces: [{name: " + name + "}]",
                    "  ingress: {group: " + name + ", aliases: [www.example.org], hosts: [",
                    "    " + String.join(",\n    ", hosts),
                    "  ]}",
                    "  addons:",
                    "    - name: aws-load-balancer-controller",
                    "    - name: argo-cd")));
  }

  /** The entry of a Service of the same name in the cluster's own namespace. */
  String host(String service, int order) {
    return entry(service, name, service, order);
  }

  static String entry(String entry, String namespace, String service, int order) {
    return "{name: %s, host: %s.example.org, namespace: %s, service: %s, port: 80, order: %d}"
        .formatted(entry, entry, namespace, service, order);
  }

  String namespace() {
    return name;
  }

  /** The edge stage has ended. */
  FrontRun withEdge(Cluster cluster) {
    support.ended(new EdgeReady(cluster, EDGE, List.of()));
    return this;
  }

  StageRun apply(Cluster cluster) {
    return harness().apply(ready(cluster));
  }

  StageRun prune(Cluster cluster) {
    return harness().prune(ready(cluster));
  }

  StageRun delete(Cluster cluster) {
    return harness().removeWithMachines(ready(cluster));
  }

  StageRun removeAll(Cluster cluster) {
    return harness().removeAll(ready(cluster));
  }

  private StageHarness<AddonsReady, FrontContext> harness() {
    ClusterRef ref = new ClusterRef(name, "uid", 1, "build");
    return new StageHarness<>(
        new IngressStage(ApiServer.CALLS, IngressSettings.all(SHORT)),
        new Surroundings(ref, "ap-northeast-2", ledger, support));
  }

  private static AddonsReady ready(Cluster cluster) {
    return new AddonsReady(
        cluster,
        SampleInfrastructure.controlPlane(Clusters.KUBECONFIG.name()),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }
}
