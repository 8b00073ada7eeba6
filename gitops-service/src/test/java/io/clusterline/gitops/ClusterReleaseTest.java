package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Retained;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.Secret;
import io.clusterline.spec.Cluster;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a cluster reclaims before its removal, on a real API server without controllers. */
@Timeout(90)
class ClusterReleaseTest {

  private static final Cluster CLUSTER = SampleClusters.small();

  private static ApiServer server;
  private static KubernetesApi api;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    api = server.connect();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      api.close();
      server.close();
    }
  }

  @Test
  void givenLoadBalancers_whenTheClusterIsDeleted_thenTheyGoFirstAndOtherServicesStay() {
    apply(service("balanced", "LoadBalancer", ""));
    apply(service("inside", "ClusterIP", ""));
    apply(
        "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: web, namespace: default},"
            + " spec: {defaultBackend: {service: {name: inside, port: {number: 80}}}}}");

    delete();

    assertThat(api.get(namespaced("v1", "Service", "balanced"))).isEmpty();
    assertThat(api.get(namespaced("networking.k8s.io/v1", "Ingress", "web"))).isEmpty();
    assertThat(api.get(namespaced("v1", "Service", "inside"))).isPresent();
  }

  @Test
  void givenABalancerThatIsNotReclaimed_whenTheTimeIsUp_thenItAndItsHolderAreNamed() {
    apply(service("held", "LoadBalancer", "finalizers: [service.k8s.aws/resources]"));

    StageRun removed = delete();

    assertThat(removed.report().failures()).isEmpty();
    assertThat(reasonRetained(removed, "Service default/held"))
        .contains("was not deleted within 3 s", "blocked by service.k8s.aws/resources");
    merge(namespaced("v1", "Service", "held"), "{metadata: {finalizers: null}}");
  }

  @Test
  void givenVolumes_whenTheClusterIsDeleted_thenClaimsAndPodsGoAndNoPodStartsAnew() {
    apply("{apiVersion: v1, kind: Node, metadata: {name: worker}}");
    apply(claim("data"));
    apply(volume("pv-data", "data", "Delete"));
    apply(
        "{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: default}, spec: {containers:"
            + " [{name: c, image: x}], volumes: [{name: d, persistentVolumeClaim: {claimName: data}}]}}");

    StageRun removed = delete();

    assertThat(
            api.get(ObjectRef.node("worker")).orElseThrow().at("/spec/unschedulable").asBoolean())
        .isTrue();
    assertThat(api.get(namespaced("v1", "Pod", "db"))).isEmpty();
    assertThat(isBeingDeleted(namespaced("v1", "PersistentVolumeClaim", "data"))).isTrue();
    assertThat(reasonRetained(removed, "PersistentVolume pv-data (vol-pv-data)"))
        .contains("not deleted");
    api.delete(ObjectRef.cluster("v1", "PersistentVolume", "pv-data"));
  }

  @Test
  void givenAVolumeToBeRetained_whenTheClusterIsDeleted_thenItIsLeftAloneAndReported() {
    apply(claim("archive"));
    apply(volume("pv-archive", "archive", "Retain"));

    StageRun removed = delete();

    assertThat(isBeingDeleted(namespaced("v1", "PersistentVolumeClaim", "archive"))).isFalse();
    assertThat(reasonRetained(removed, "PersistentVolume pv-archive (vol-pv-archive)"))
        .contains("reclaim policy");
  }

  @Test
  void givenAWebhookWithoutServer_whenTheClusterIsDeleted_thenItForbidsNothing() {
    apply(service("guarded", "LoadBalancer", ""));
    apply(
        "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,"
            + " metadata: {name: policy}, webhooks: [{name: policy.example.org, sideEffects: None,"
            + " admissionReviewVersions: [v1], failurePolicy: Fail, clientConfig: {service: {name:"
            + " gone, namespace: default}}, rules: [{apiGroups: ['*'], apiVersions: ['*'],"
            + " operations: ['*'], resources: [services]}]}]}");

    delete();

    assertThat(api.get(namespaced("v1", "Service", "guarded"))).isEmpty();
    assertThat(
            api.get(
                ObjectRef.cluster(
                    "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "policy")))
        .isEmpty();
  }

  @Test
  void givenAnApplicationThatHealsItself_whenTheClusterIsDeleted_thenItIsNoLongerAutomatic() {
    api.applyAll(
        Manifests.parse(
            "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name:"
                + " applications.argoproj.io}, spec: {group: argoproj.io, scope: Namespaced, names:"
                + " {kind: Application, plural: applications}, versions: [{name: v1alpha1, served: true,"
                + " storage: true, schema: {openAPIV3Schema: {type: object,"
                + " x-kubernetes-preserve-unknown-fields: true}}}]}}"
                + "\n---\n"
                + "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: root, namespace:"
                + " default}, spec: {syncPolicy: {automated: {selfHeal: true}, retry: {limit: 1}}}}"),
        ref -> {});

    delete();

    JsonNode policy =
        api.get(namespaced("argoproj.io/v1alpha1", "Application", "root"))
            .orElseThrow()
            .at("/spec/syncPolicy");
    assertThat(policy.has("automated")).isFalse();
    assertThat(policy.has("retry")).isTrue();
  }

  @Test
  @Timeout(30)
  void
      givenADeadApiServer_whenTheClusterIsDeleted_thenTheRemovalContinuesAndReportsWhatItCouldNotDo() {
    String dead =
        server.kubeconfig().reveal().replaceAll("server: .*", "server: https://127.0.0.1:1");

    StageRun removed = delete(Secret.of(dead));

    assertThat(removed.report().failures()).isEmpty();
    assertThat(reasonRetained(removed, "load balancers and volumes that the cluster made"))
        .contains("waited 10 s until the API server at 127.0.0.1:1 answers", "by their tags");
  }

  @Test
  @Timeout(10)
  void givenNoKubeconfig_whenTheClusterIsDeleted_thenThereIsNothingToReclaim() {
    try (TestRun run = new TestRun(server.kubeconfig(), Duration.ofSeconds(3))) {
      run.secrets.delete(Clusters.KUBECONFIG);

      StageRun removed = run.delete(CLUSTER);

      assertThat(removed.report().failures()).isEmpty();
      assertThat(removed.retained()).isEmpty();
    }
  }

  private static StageRun delete() {
    return delete(server.kubeconfig());
  }

  private static StageRun delete(Secret kubeconfig) {
    try (TestRun run = new TestRun(kubeconfig, Duration.ofSeconds(3))) {
      return run.delete(CLUSTER);
    }
  }

  private static String reasonRetained(StageRun removed, String what) {
    assertThat(removed.retained()).extracting(Retained::what).contains(what);
    return removed.retained().stream()
        .filter(one -> one.what().equals(what))
        .map(Retained::why)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isBeingDeleted(ObjectRef ref) {
    return api.get(ref).map(now -> now.path("metadata").has("deletionTimestamp")).orElse(true);
  }

  private static String service(String name, String type, String metadata) {
    return ("{apiVersion: v1, kind: Service, metadata: {name: %s, namespace: default%s}, spec:"
            + " {type: %s, ports: [{port: 80}]}}")
        .formatted(name, metadata.isEmpty() ? "" : ", " + metadata, type);
  }

  private static String claim(String name) {
    return ("{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s, namespace: default},"
            + " spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}")
        .formatted(name);
  }

  private static String volume(String name, String claim, String policy) {
    return ("{apiVersion: v1, kind: PersistentVolume, metadata: {name: %s}, spec: {capacity:"
            + " {storage: 1Gi}, accessModes: [ReadWriteOnce], persistentVolumeReclaimPolicy: %s,"
            + " claimRef: {namespace: default, name: %s}, csi: {driver: ebs.csi.aws.com,"
            + " volumeHandle: vol-%s}}}")
        .formatted(name, policy, claim, name);
  }

  private static ObjectRef namespaced(String version, String kind, String name) {
    return ObjectRef.namespaced(version, kind, "default", name);
  }

  private static void merge(ObjectRef ref, String patch) {
    api.mergePatch(ref, Manifests.parse(patch).getFirst());
  }

  private static void apply(String manifest) {
    api.apply(Manifests.parse(manifest).getFirst());
  }
}
