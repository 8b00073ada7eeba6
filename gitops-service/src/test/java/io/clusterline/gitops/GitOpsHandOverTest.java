package io.clusterline.gitops;

import static io.clusterline.gitops.FakeArgo.compared;
import static io.clusterline.gitops.FakeArgo.operated;
import static io.clusterline.gitops.FakeArgo.refused;
import static io.clusterline.gitops.FakeArgo.resource;
import static io.clusterline.gitops.FakeArgo.synced;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.ChildApplications;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.GitCredentials;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Address;
import io.clusterline.testing.ApiServer;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.StageRun;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The root application, and what Argo CD says of it: by the path that it follows. */
class GitOpsHandOverTest {

  private static final String UNREADABLE =
      "Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code ="
          + " Unknown desc = ";
  private static final SecretRef CREDENTIALS =
      new SecretRef("clusterline/small/uid/gitops/repository");
  private static final AtomicBoolean MENDED = new AtomicBoolean();

  private static ApiServer server;
  private static KubernetesApi api;
  private static TestRun run;
  private static FakeControllers controllers;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
    api = server.connect();
    run = new TestRun(server.kubeconfig(), Duration.ofSeconds(4));
    controllers = new FakeControllers(api, new FakeArgo(api, GitOpsHandOverTest::statusOf));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      controllers.close();
      run.close();
      api.close();
      server.close();
    }
  }

  private static ObjectNode statusOf(JsonNode application) {
    String path = application.at("/spec/source/path").asString("");
    boolean well = MENDED.get();
    return switch (path) {
      case "well" -> synced("Healthy", List.of());
      case "ill" -> synced("Degraded", List.of());
      case "children" -> synced("Degraded", List.of(child("well", 0), child("ill", 1)));
      case "waves" ->
          operated(
              compared("OutOfSync", "Missing", List.of(child("ill", -1), child("later", 15))),
              "Running",
              "waiting for healthy state of argoproj.io/Application/ill");
      case "wrong" -> refused("ComparisonError", UNREADABLE + "wrong: app path does not exist");
      case "revision" ->
          refused("ComparisonError", UNREADABLE + "unable to resolve 'v9' to a commit SHA");
      case "empty" -> synced("Healthy", List.of());
      case "offline" ->
          refused(
              "ComparisonError",
              UNREADABLE + "failed to list refs: dial tcp: lookup git.invalid: no such host");
      case "starting" ->
          refused(
              "ComparisonError",
              "rpc error: code = Unavailable desc = connection error: dial tcp 10.96.0.9:8081:"
                  + " connect: connection refused");
      case "denied" ->
          well
              ? whole()
              : refused(
                  "ComparisonError",
                  UNREADABLE
                      + "failed to list refs: authentication required: Repository not found.");
      case "foreign" ->
          well
              ? synced("Healthy", List.of())
              : refused(
                  "InvalidSpecError", "application references project other which does not exist");
      case "project" -> synced("Healthy", List.of(child("foreign", 0)));
      case "stuck" ->
          well && application.at("/status/operationState/phase").asString("").equals("Terminating")
              ? whole()
              : waitingForAnOlderCommit();
      case "duplicate" -> synced("Healthy", List.of(child("second", 0)));
      case "failing" ->
          well && application.has("operation")
              ? operated(whole(), "Succeeded", "successfully synced (all tasks run)")
              : operated(
                  compared("OutOfSync", "Missing", List.of(child("ill", 0))),
                  "Failed",
                  "one or more synchronization tasks completed unsuccessfully");
      default -> whole();
    };
  }

  private static ObjectNode whole() {
    return synced("Healthy", List.of(child("well", 0)));
  }

  private static ObjectNode waitingForAnOlderCommit() {
    ObjectNode status =
        operated(
            compared("OutOfSync", "Progressing", List.of(child("ill", 0))),
            "Running",
            "waiting for healthy state of argoproj.io/Application/ill");
    status.withObject("/operationState/syncResult").put("revision", "an older one");
    return status;
  }

  private static ObjectNode child(String name, int wave) {
    return resource("Application", name, wave, name.equals("later") ? "OutOfSync" : "Synced");
  }

  @Test
  void givenChildrenWhenTheRootIsSyncedThenTheEventSaysHowManyAreWell() {
    makeChildren();

    StageRun result = apply("children");

    assertThat(result.report().failures()).isEmpty();
    AddonsReady ready = result.result(AddonsReady.class);
    assertThat(ready.root().children())
        .isEqualTo(new ChildApplications(2, 1, List.of("ill (Synced, Degraded)")));
    assertThat(ready.evidence().toString())
        .contains("1 of 2 applications Synced and Healthy; not so: ill (Synced, Degraded)");
  }

  @Test
  void givenWavesWhenAnEarlierOneIsNotHealthyThenTheReportSaysWhichOneIsWaitedFor() {
    makeChildren();

    assertThat(failure(apply("waves")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ADDON_UNHEALTHY))
        .hasMessageContaining("waits for wave -1 of 2 waves up to 15")
        .hasMessageContaining("0 of 2 applications Synced and Healthy")
        .hasMessageContaining("ill (Synced, Degraded)")
        .hasMessageContaining("later (not made yet)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong    | GITOPS_SOURCE_NOT_FOUND | spec.gitops.path: wrong | app path does not exist",
        "empty    | GITOPS_SOURCE_NOT_FOUND | spec.gitops.path: empty | no manifests",
        "revision | GITOPS_SOURCE_NOT_FOUND | spec.gitops.revision: main | unable to resolve",
        "offline  | GITOPS_REPOSITORY_UNREACHABLE | spec.gitops.repository: https | no such host",
        "denied   | GITOPS_REPOSITORY_DENIED | clusterline/small/uid/gitops/repository |"
            + " authentication required",
        "starting | ADDON_UNHEALTHY | sync Unknown | code = Unavailable",
        "failing  | GITOPS_SYNC_FAILED | small-root | tasks completed unsuccessfully"
      })
  void givenWhatArgoCdSaysWhenTheRootCannotSyncThenTheFieldAndArgosWordsAreNamed(
      String path, ErrorCode code, String field, String words) {
    assertThat(failure(applyAnew(path)))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(field)
        .hasMessageContaining(words);
  }

  @Test
  void givenAnOperationThatFailedWhenTriedAgainThenItIsBegunAgain() {
    assertThat(failure(applyAnew("failing")).code()).isEqualTo(ErrorCode.GITOPS_SYNC_FAILED);
    MENDED.set(true);

    assertThat(apply("failing").report().failures()).isEmpty();
  }

  @Test
  void givenARefusalWhoseCauseIsGoneWhenTriedAgainThenArgoCdIsAskedAgain() {
    assertThat(failure(applyAnew("denied")).code()).isEqualTo(ErrorCode.GITOPS_REPOSITORY_DENIED);
    MENDED.set(true);

    assertThat(apply("denied").report().failures()).isEmpty();
  }

  @Test
  void givenAChildOfAnUnknownProjectWhenTheProjectIsThereLaterThenArgoCdIsAskedAgain() {
    makeChild("foreign", "");
    assertThat(failure(applyAnew("project")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.GITOPS_REFUSED))
        .hasMessageContaining("application foreign")
        .hasMessageContaining("project other which does not exist");
    MENDED.set(true);

    assertThat(apply("project").report().failures()).isEmpty();
  }

  @Test
  void givenAnOperationThatWaitsForAnOlderCommitWhenTriedAgainThenItIsEnded() {
    assertThat(failure(applyAnew("stuck")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ADDON_UNHEALTHY))
        .hasMessageContaining("operation Running: waiting for healthy state");
    MENDED.set(true);

    assertThat(apply("stuck").report().failures()).isEmpty();
  }

  @Test
  void givenAnAddonThatTheRepositoryInstallsTooWhenTheRootIsAppliedThenItIsNamed() {
    makeChild("second", "argo-cd");

    assertThat(failure(apply("duplicate")))
        .satisfies(
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.GITOPS_DUPLICATES_ADDON))
        .hasMessageContaining("add-on argo-cd (argo-cd in application second)");
  }

  @Test
  void givenAnAddonOfTheRepositoryWhenAppliedThenItIsWaitedForAndNotInstalled() {
    makeChild("well", "metrics-server");

    StageRun result = run.apply(Clusters.fromRepository(cluster("apps", null), "metrics-server"));

    assertThat(result.report().failures()).isEmpty();
    assertThat(result.report().outcomes())
        .doesNotContainKey(Address.parse("helm-release/metrics-server"))
        .containsKey(Address.parse("addon-gitops/metrics-server"));
    assertThat(result.result(AddonsReady.class).addons())
        .filteredOn(addon -> addon.name().equals("metrics-server"))
        .singleElement()
        .satisfies(addon -> {
          assertThat(addon.chartVersion()).isEqualTo("9.9.9");
          assertThat(addon.detail()).isEqualTo("application well Synced and Healthy");
        });
  }

  @Test
  void givenAnAddonThatTheRepositoryLacksWhenAppliedThenTheChartIsNamed() {
    assertThat(failure(run.apply(Clusters.fromRepository(cluster("apps", null), "cert-manager"))))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ADDON_UNHEALTHY))
        .hasMessageContaining("no application of the repository installs chart cert-manager");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"token\": \"t0ken\"}", "t0ken"})
  void givenCredentialsThatTheStoreLacksWhenAppliedThenTheSecretAndItsFormAreNamed(String stored) {
    run.secrets.delete(CREDENTIALS);
    if (!stored.isEmpty()) {
      run.secrets.put(CREDENTIALS.name(), Secret.of(stored));
    }

    assertThat(failure(run.apply(cluster("apps", GitCredentials.TOKEN))))
        .satisfies(
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.GITOPS_REPOSITORY_DENIED))
        .hasMessageContaining("spec.gitops.credentials: token")
        .hasMessageContaining(CREDENTIALS.name())
        .hasMessageContaining("{\"password\":\"…\",\"username\":\"…\"}")
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void givenATokenInTheStoreWhenAppliedThenArgoCdHasItAndNothingElseDoes() {
    run.secrets.put(
        CREDENTIALS.name(), Secret.of("{\"username\": \"reader\", \"password\": \"t0ken-x\"}"));

    StageRun result = run.apply(cluster("apps", GitCredentials.TOKEN));

    assertThat(result.report().failures()).isEmpty();
    JsonNode secret =
        api.get(ObjectRef.namespaced("v1", "Secret", "argocd", "clusterline-repository"))
            .orElseThrow();
    assertThat(secret.at("/metadata/labels").toString())
        .contains("\"argocd.argoproj.io/secret-type\":\"repository\"");
    assertThat(secret.at("/data/url").asString()).isEqualTo(encoded("https://git.invalid/a"));
    assertThat(secret.at("/data/type").asString()).isEqualTo(encoded("git"));
    assertThat(secret.at("/data/password").asString()).isEqualTo(encoded("t0ken-x"));
    assertThat(run.ledger.entries().toString()).doesNotContain("t0ken-x");
    assertThat(Json.MAPPER.writeValueAsString(result.result(AddonsReady.class)))
        .doesNotContain("t0ken-x");
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static void makeChildren() {
    makeChild("well", "");
    makeChild("ill", "");
  }

  static void makeChild(String name, String chart) {
    ObjectNode manifest = Json.MAPPER.createObjectNode();
    manifest.put("apiVersion", FakeArgo.VERSION).put("kind", "Application");
    manifest.putObject("metadata").put("name", name).put("namespace", "argocd");
    ObjectNode source = manifest.putObject("spec").putObject("source");
    source.put("path", name).put("targetRevision", "9.9.9");
    if (!chart.isEmpty()) {
      source.put("chart", chart);
    }
    if (api.get(ObjectRef.cluster("v1", "Namespace", "argocd")).isEmpty()) {
      apply("well-known"); // it makes the namespace and the kind
    }
    api.apply(manifest);
  }

  /** Whatever an earlier test has made of that path. */
  private static StageRun applyAnew(String path) {
    MENDED.set(false);
    apply("apps");
    return apply(path);
  }

  private static StageRun apply(String path) {
    return run.apply(cluster(path, null));
  }

  private static Cluster cluster(String path, @Nullable GitCredentials credentials) {
    GitOpsSpec gitops =
        new GitOpsSpec("https://git.invalid/a", "main", path, credentials, List.of());
    return Clusters.with(SampleClusters.small(), List.of("argo-cd"), gitops, run.mirrors());
  }

  private static ClusterlineException failure(StageRun run) {
    return run.report().failures().values().iterator().next();
  }
}
