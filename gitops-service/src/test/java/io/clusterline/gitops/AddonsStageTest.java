package io.clusterline.gitops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.Retained;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.Manifests;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.AddonNames;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Address;
import io.clusterline.stage.StageReport;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StageRun;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole stage on one cluster: first without anybody to run pods, then with. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AddonsStageTest {

  private static ApiServer server;
  private static KubernetesApi api;
  private static TestRun run;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    api = server.connect();
    run = new TestRun(server.kubeconfig(), Duration.ofSeconds(4));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      run.close();
      api.close();
      server.close();
    }
  }

  @Test
  @Order(1)
  void givenPodsThatNeverRun_whenApplied_thenTheReasonIsNamedAndOnlyDependantsAreSkipped() {
    Cluster cluster = eco2(List.of("aws-ebs-csi-driver", "atlantis", "metrics-server"));

    StageReport report = run.apply(cluster).report();

    assertThat(report.failures().values())
        .allSatisfy(failure -> {
          assertThat(failure.code()).isEqualTo(ErrorCode.ADDON_UNHEALTHY);
          assertThat(failure).hasMessageContaining("its controller has not looked at it yet");
        });
    assertThat(outcome(report, "helm-release/metrics-server")).isEqualTo(Outcome.CREATED);
    assertThat(outcome(report, "addon-health/metrics-server")).isEqualTo(Outcome.FAILED);
    assertThat(outcome(report, "storage-class/gp3")).isEqualTo(Outcome.CREATED);
    assertThat(outcome(report, "helm-release/atlantis")).isEqualTo(Outcome.CREATED);
    assertThat(outcome(report, "addon-health/atlantis")).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  @Order(2)
  void givenAllAddons_whenApplied_thenAddonsReadyHasThemAllHealthyAndTheRootIsSynced() {
    try (FakeControllers controllers = new FakeControllers(api)) {
      StageRun result = run.apply(eco2(AddonNames.ALL));

      assertThat(result.report().failures()).isEmpty();
      assertThat(result.result(AddonsReady.class).addons())
          .hasSameSizeAs(AddonNames.ALL)
          .allMatch(AddonStatus::healthy)
          .extracting(AddonStatus::name)
          .containsExactlyInAnyOrderElementsOf(AddonNames.ALL);
      assertThat(result.result(AddonsReady.class).root().revision()).isEqualTo("0123abc");
      assertThat(result.result(AddonsReady.class).root().healthStatus()).isEqualTo("Progressing");
      assertThat(result.result(AddonsReady.class).evidence().getFirst().result())
          .isEqualTo("%1$d/%1$d".formatted(AddonNames.ALL.size()));
    }
  }

  @Test
  @Order(3)
  void givenAllIsThere_whenAppliedAgain_thenNothingChanges() {
    StageRun result = run.apply(eco2(AddonNames.ALL));

    assertThat(result.report().outcomes().values()).containsOnly(Outcome.UNCHANGED);
  }

  @Test
  @Order(3)
  void givenTheClasses_whenLookedAt_thenTheyAreTheDefaults() {
    JsonNode storage =
        api.get(ObjectRef.cluster("storage.k8s.io/v1", "StorageClass", "gp3")).orElseThrow();
    JsonNode ingress =
        api.get(ObjectRef.cluster("networking.k8s.io/v1", "IngressClass", "alb")).orElseThrow();

    assertThat(storage.at("/parameters/encrypted").asString()).isEqualTo("true");
    assertThat(storage.path("volumeBindingMode").asString()).isEqualTo("WaitForFirstConsumer");
    assertThat(storage.path("metadata").toString()).contains("is-default-class\":\"true\"");
    assertThat(ingress.path("metadata").toString()).contains("is-default-class\":\"true\"");
  }

  @Test
  @Order(3)
  void givenGeneratedSecrets_whenLookedFor_thenTheyAreInTheStoreAndTheClusterAndNowhereElse() {
    String stored =
        run.secrets
            .get(new SecretRef("clusterline/eco2/uid/addon/grafana-admin"))
            .orElseThrow()
            .reveal();
    String password = Json.MAPPER.readTree(stored).path("admin-password").asString();

    assertThat(password).hasSizeGreaterThan(30);
    assertThat(run.ledger.entries().toString()).doesNotContain(password);
    assertThat(api.get(ObjectRef.namespaced("v1", "Secret", "monitoring", "grafana-admin")))
        .isPresent();
  }

  @Test
  @Order(3)
  void givenArgoCd_whenItsPasswordIsLookedFor_thenItIsInTheStoreAndOnlyItsHashInTheCluster() {
    String password = argoCdPassword();

    assertThat(password).hasSizeGreaterThan(30);
    assertThat(argoCdAccepts(password)).isTrue();
    assertThat(run.ledger.entries().toString()).doesNotContain(password);
  }

  /** As Argo CD's server does when it starts without one. */
  @Test
  @Order(4)
  void givenAPasswordThatArgoCdGenerated_whenApplied_thenItIsReplacedAndNoLongerReadable() {
    String generated = new BCryptPasswordEncoder().encode("generated");
    writeSecret("argocd-secret", Map.of("admin.password", generated, "server.secretkey", "key"));
    writeSecret("argocd-initial-admin-secret", Map.of("password", "generated"));

    StageReport report = run.apply(eco2(AddonNames.ALL)).report();

    assertThat(outcome(report, "argo-cd-password/admin")).isEqualTo(Outcome.CHANGED);
    assertThat(argoCdAccepts("generated")).isFalse();
    assertThat(argoCdAccepts(argoCdPassword())).isTrue();
    assertThat(argoCdSecret("argocd-secret").orElseThrow().path("data").has("server.secretkey"))
        .isTrue();
    assertThat(argoCdSecret("argocd-initial-admin-secret")).isEmpty();
  }

  @Test
  @Order(4)
  void givenAnotherArgoCdPasswordInTheStore_whenApplied_thenArgoCdFollows() {
    run.secrets.put(
        "clusterline/eco2/uid/addon/argocd-admin", io.clusterline.secret.Secret.of("rotated"));

    run.apply(eco2(AddonNames.ALL));

    assertThat(argoCdAccepts("rotated")).isTrue();
  }

  private static String argoCdPassword() {
    return run.secrets
        .get(new SecretRef("clusterline/eco2/uid/addon/argocd-admin"))
        .orElseThrow()
        .reveal();
  }

  private static boolean argoCdAccepts(String password) {
    JsonNode data = argoCdSecret("argocd-secret").orElseThrow().path("data");
    byte[] hash = Base64.getDecoder().decode(data.path("admin.password").asString());
    return new BCryptPasswordEncoder().matches(password, new String(hash, UTF_8));
  }

  private static Optional<JsonNode> argoCdSecret(String name) {
    return api.get(ObjectRef.namespaced("v1", "Secret", "argocd", name));
  }

  private static void writeSecret(String name, Map<String, String> values) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", "v1").put("kind", "Secret");
    manifest.putObject("metadata").put("name", name).put("namespace", "argocd");
    values.forEach(manifest.putObject("stringData")::put);
    api.createIfMissing(manifest);
    api.mergePatch(ObjectRef.namespaced("v1", "Secret", "argocd", name), manifest);
  }

  @Test
  @Order(4)
  void givenASecretChangedInTheStore_whenApplied_thenTheClusterFollows() {
    String name = "clusterline/eco2/uid/addon/atlantis-vcs";
    run.secrets.put(
        name,
        io.clusterline.secret.Secret.of(
            "{\"github_user\":\"u\",\"github_token\":\"real\",\"github_secret\":\"s\"}"));

    StageReport report = run.apply(eco2(AddonNames.ALL)).report();

    assertThat(outcome(report, "addon-secret/atlantis/atlantis-vcs")).isEqualTo(Outcome.CHANGED);
    assertThat(
            api.get(ObjectRef.namespaced("v1", "Secret", "atlantis", "atlantis-vcs"))
                .orElseThrow()
                .at("/data/github_token")
                .asString())
        .isEqualTo("cmVhbA==");
  }

  @Test
  @Order(5)
  void givenARequestToRotate_whenApplied_thenGeneratedSecretsAreNewOnceAndTheirPodsStartAnew() {
    String before = stored("redis-secret").path("password").asString();
    String cookie = stored("rabbitmq-default-user").path("erlang-cookie").asString();
    String token = stored("atlantis-vcs").path("github_token").asString();
    String argo = argoCdPassword();
    run.rotateSecrets(2);

    StageReport report;
    try (FakeControllers controllers = new FakeControllers(api)) {
      report = run.apply(eco2(AddonNames.ALL)).report();
    }

    assertThat(report.failures()).isEmpty();
    String password = stored("redis-secret").path("password").asString();
    assertThat(password).isNotEqualTo(before).hasSizeGreaterThan(30);
    assertThat(stored("redis-secret").path("auth.conf").asString())
        .isEqualTo("requirepass " + password);
    assertThat(inCluster("data", "redis-secret", "password")).isEqualTo(password);
    assertThat(inCluster("messaging", "rabbitmq-default-user", "definitions.json"))
        .contains(stored("rabbitmq-default-user").path("password").asString())
        .doesNotContain("${");
    assertThat(stored("rabbitmq-default-user").path("erlang-cookie").asString()).isEqualTo(cookie);
    assertThat(stored("atlantis-vcs").path("github_token").asString()).isEqualTo(token);
    assertThat(argoCdPassword()).isNotEqualTo(argo);
    assertThat(argoCdAccepts(argoCdPassword())).isTrue();
    assertThat(restarts("Deployment", "data", "redis", "redis-secret")).isEqualTo("2");
    assertThat(restarts("StatefulSet", "data", "postgres", "postgres-secret")).isEqualTo("2");
    assertThat(restarts("Deployment", "monitoring", "prometheus-grafana", "grafana-admin"))
        .isEqualTo("2");
    assertThat(run.ledger.entries().toString()).doesNotContain(password);
    assertThat(run.apply(eco2(AddonNames.ALL)).report().outcomes().values())
        .as("the same generation again")
        .containsOnly(Outcome.UNCHANGED);
  }

  /** A value that somebody puts there after a rotation counts, whenever it is looked at. */
  @Test
  @Order(6)
  void givenAValuePutIntoTheStoreAfterARotation_whenApplied_thenItStaysAndItsPodsStartAnew() {
    run.rotateSecrets(2);
    run.secrets.put(
        "clusterline/eco2/uid/addon/redis-secret",
        io.clusterline.secret.Secret.of(
            "{\"password\":\"mine\",\"auth.conf\":\"requirepass mine\"}"));
    run.generation(3);

    try (FakeControllers controllers = new FakeControllers(api)) {
      assertThat(run.apply(eco2(AddonNames.ALL)).report().failures()).isEmpty();
    }

    assertThat(stored("redis-secret").path("password").asString()).isEqualTo("mine");
    assertThat(restarts("Deployment", "data", "redis", "redis-secret")).isEqualTo("3");
  }

  private static JsonNode stored(String name) {
    SecretRef ref = new SecretRef("clusterline/eco2/uid/addon/" + name);
    return Json.MAPPER.readTree(run.secrets.get(ref).orElseThrow().reveal());
  }

  private static String inCluster(String namespace, String name, String key) {
    JsonNode secret = api.get(ObjectRef.namespaced("v1", "Secret", namespace, name)).orElseThrow();
    return new String(Base64.getDecoder().decode(secret.path("data").path(key).asString()), UTF_8);
  }

  /** The generation that has changed the secret which the workload's pods started with. */
  private static String restarts(String kind, String namespace, String name, String secret) {
    return api.get(ObjectRef.namespaced("apps/v1", kind, namespace, name))
        .orElseThrow()
        .at("/spec/template/metadata/annotations")
        .path("secret.clusterline.io/" + secret)
        .asString("");
  }

  @Test
  @Order(7)
  void givenHelmWasKilledDuringAnUpgrade_whenApplied_thenItIsDoneAgain() {
    label("sh.helm.release.v1.metrics-server.v1", "pending-upgrade", 2);

    StageReport report = run.apply(eco2(AddonNames.ALL)).report();

    assertThat(outcome(report, "helm-release/metrics-server")).isEqualTo(Outcome.CHANGED);
    assertThat(revisions("metrics-server")).isEqualTo("superseded deployed");
  }

  @Test
  @Order(8)
  void givenHelmWasKilledDuringTheFirstInstall_whenApplied_thenItIsInstalledAnew() {
    api.mergePatch(
        ObjectRef.namespaced("v1", "Secret", "cert-manager", "sh.helm.release.v1.cert-manager.v1"),
        Json.MAPPER.readTree("{\"metadata\":{\"labels\":{\"status\":\"pending-install\"}}}"));

    try (FakeControllers controllers = new FakeControllers(api)) {
      StageReport report = run.apply(eco2(AddonNames.ALL)).report();

      assertThat(report.failures()).isEmpty();
      assertThat(outcome(report, "helm-release/cert-manager")).isEqualTo(Outcome.CHANGED);
    }
  }

  @Test
  @Order(8)
  void givenAnObjectOfAChartThatSomebodyTookAway_whenApplied_thenItIsMadeAgain() {
    ObjectRef taken = ObjectRef.namespaced("v1", "Service", "kube-system", "metrics-server");
    api.delete(taken);

    StageReport report = run.apply(eco2(List.of("metrics-server"))).report();

    assertThat(outcome(report, "helm-release/metrics-server")).isEqualTo(Outcome.CHANGED);
    assertThat(api.get(taken)).isPresent();
  }

  @Test
  @Order(9)
  void givenANamespaceThatTheSpecificationLists_whenItsAddonIsPruned_thenItStays() {
    StageRun removed = run.prune(eco2(without("kube-prometheus-stack")));

    assertThat(removed.report().failures()).isEmpty();
    assertThat(removed.report().outcomes())
        .containsEntry(Address.parse("namespace/monitoring"), Outcome.REMOVED);
    assertThat(isBeingDeleted("monitoring")).isFalse();
  }

  @Test
  @Order(10)
  void givenAnIngressThatTheControllerHolds_whenTheControllerIsPruned_thenItStaysUntilItLetsGo() {
    ObjectRef held = ObjectRef.namespaced("networking.k8s.io/v1", "Ingress", "default", "held");
    api.delete( // nobody answers it here
        ObjectRef.cluster(
            "admissionregistration.k8s.io/v1",
            "ValidatingWebhookConfiguration",
            "aws-load-balancer-webhook"));
    api.apply(
        Manifests.parse(
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: held, namespace: default, finalizers: [ingress.k8s.aws/resources]}
                spec: {defaultBackend: {service: {name: x, port: {number: 80}}}}
                """)
            .getFirst());
    api.delete(held);
    Cluster cluster = eco2(without("kube-prometheus-stack", "aws-load-balancer-controller"));

    StageRun refused = run.prune(cluster);
    assertThat(
            refused
                .report()
                .failures()
                .get(Address.parse("helm-release/aws-load-balancer-controller")))
        .hasMessageContaining("Ingress default/held, held by ingress.k8s.aws/resources");
    assertThat(revisions("aws-load-balancer-controller")).isNotEmpty();

    api.mergePatch(held, Json.MAPPER.readTree("{\"metadata\":{\"finalizers\":null}}"));
    assertThat(run.prune(cluster).report().failures()).isEmpty();
    assertThat(revisions("aws-load-balancer-controller")).isEmpty();
  }

  /** No controller empties namespaces here: the namespace stays in deletion. */
  @Test
  @Order(11)
  void givenAddonsThatLeftTheSpecification_whenPruned_thenTheirReleasesSecretsAndNamespacesGo() {
    StageRun removed =
        run.prune(
            Clusters.withoutNamespaces(
                eco2(without("kube-prometheus-stack", "atlantis", "metrics-server"))));

    assertThat(revisions("metrics-server")).isEmpty();
    assertThat(api.get(ObjectRef.namespaced("v1", "Secret", "atlantis", "atlantis-vcs"))).isEmpty();
    assertThat(run.secrets.get(new SecretRef("clusterline/eco2/uid/addon/atlantis-vcs"))).isEmpty();
    assertThat(isBeingDeleted("atlantis")).isTrue();
    assertThat(isBeingDeleted("argocd")).isFalse();
    assertThat(isBeingDeleted("kube-system")).isFalse();
    assertThat(removed.report().outcomes())
        .containsEntry(Address.parse("helm-release/atlantis"), Outcome.REMOVED)
        .doesNotContainKey(Address.parse("helm-release/argo-cd"));
  }

  @Test
  @Order(12)
  void givenANamespaceWithAnotherTenant_whenItsAddonIsPruned_thenItIsKeptAndReported() {
    api.apply(
        Manifests.parse(
                "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: mine, namespace:"
                    + " cert-manager}, spec: {accessModes: [ReadWriteOnce], resources: {requests:"
                    + " {storage: 1Gi}}}}")
            .getFirst());

    StageRun removed = run.prune(Clusters.withoutNamespaces(eco2(List.of("argo-cd"))));

    assertThat(isBeingDeleted("cert-manager")).isFalse();
    assertThat(removed.retained())
        .contains(
            new Retained(
                "namespace cert-manager",
                "it is not empty: PersistentVolumeClaim cert-manager/mine"));
  }

  /** Case B10: a policy engine whose pods are gone refuses what nobody can look at. */
  @Test
  @Order(13)
  void givenAWebhookThatNobodyAnswers_whenAnAddonIsInstalled_thenItIsNamedAndTriedAgainLater() {
    JsonNode webhook =
        Manifests.parse(
                """
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingWebhookConfiguration
                metadata: {name: gone-policy-engine}
                webhooks:
                  - name: check.policy.example.org
                    admissionReviewVersions: [v1]
                    sideEffects: None
                    failurePolicy: Fail
                    timeoutSeconds: 2
                    clientConfig: {service: {namespace: policy-system, name: webhook, port: 443}}
                    rules:
                      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [secrets]}
                """)
            .getFirst();
    api.apply(webhook);
    try {
      StageReport report = run.apply(eco2(List.of("argo-cd", "cert-manager"))).report();

      assertThat(report.failures().get(Address.parse("helm-release/cert-manager")))
          .satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.WEBHOOK_UNAVAILABLE);
            assertThat(failure.code().retryable()).isTrue();
            assertThat(failure).hasMessageContaining("check.policy.example.org");
          });
    } finally {
      api.delete(ObjectRef.of(webhook));
    }
  }

  private static List<String> without(String... addons) {
    return AddonNames.ALL.stream().filter(name -> !List.of(addons).contains(name)).toList();
  }

  private static boolean isBeingDeleted(String namespace) {
    return api.get(ObjectRef.cluster("v1", "Namespace", namespace))
        .orElseThrow()
        .path("metadata")
        .has("deletionTimestamp");
  }

  private static Cluster eco2(List<String> addons) {
    Cluster eco2 = SampleClusters.eco2();
    return Clusters.with(eco2, addons, eco2.spec().gitops(), run.mirrors());
  }

  private static Outcome outcome(StageReport report, String address) {
    return report.outcomes().get(io.clusterline.stage.Address.parse(address));
  }

  /** A second revision that Helm had begun: a copy of the first with other labels. */
  private static void label(String first, String status, int version) {
    JsonNode secret =
        api.get(ObjectRef.namespaced("v1", "Secret", "kube-system", first)).orElseThrow();
    api.apply(
        Manifests.parse(
                """
                apiVersion: v1
                kind: Secret
                type: helm.sh/release.v1
                metadata:
                  name: sh.helm.release.v1.metrics-server.v%d
                  namespace: kube-system
                  labels: {name: metrics-server, owner: helm, status: %s, version: "%d"}
                data: {release: %s}
                """
                    .formatted(version, status, version, secret.at("/data/release").asString()))
            .getFirst());
  }

  private static String revisions(String release) {
    return String.join(
        " ",
        api
            .listMetadata(
                Selection.all("v1", "Secret")
                    .in("kube-system")
                    .withLabels("owner=helm,name=" + release))
            .stream()
            .map(object -> object.at("/metadata/labels/status").asString())
            .toList());
  }
}
