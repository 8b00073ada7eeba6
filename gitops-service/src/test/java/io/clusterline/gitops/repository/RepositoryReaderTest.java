package io.clusterline.gitops.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.gitops.repository.RepositoryReader.Contents;
import io.clusterline.secret.Secret;
import io.clusterline.spec.GitCredentials;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.ClusterRef;
import io.clusterline.testkit.MemorySecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository on loopback, as a Git host serves it. */
class RepositoryReaderTest {

  private static final RepositoryReader READER = new RepositoryReader(true, Duration.ofSeconds(30));
  private static final ClusterRef CLUSTER = new ClusterRef("small", "uid", 1, "build");

  private static final Map<String, String> FILES =
      Map.of(
          "apps/alb.yaml",
          """
          apiVersion: argoproj.io/v1alpha1
          kind: Application
          metadata: {name: prod-alb-controller}
          spec: {source: {repoURL: "https://charts.invalid", chart: aws-load-balancer-controller}}
          """,
          "apps/sets.yaml",
          """
          kind: ApplicationSet
          spec: {template: {spec: {sources: [{chart: kube-prometheus-stack}, {ref: values}]}}}
          """,
          "apps/notes.md",
          "kind: Application\nspec: {source: {chart: not-a-manifest}}",
          "apps/deep/other.yaml",
          "kind: Application\nspec: {source: {chart: not-read-by-argo}}",
          "workloads/metrics/kustomization.yaml",
          "resources: [../base, deployment.yaml]\nhelmCharts: [{name: redis}]",
          "workloads/metrics/deployment.yaml",
          "kind: Deployment\nmetadata: {labels: {app.kubernetes.io/name: metrics-server}}",
          "workloads/base/Chart.yaml",
          "name: umbrella\ndependencies: [{name: cert-manager}]",
          "workloads/base/templates/broken.yaml",
          "{{ if .Values.on }}\nkind: Deployment\n{{ end }}");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"main", "v1", "HEAD", "the commit"})
  void givenARepositoryWhenReadThenEverythingThatItsPathInstallsIsFound(String revision)
      throws Exception {
    try (GitServer server = GitServer.start(folder, FILES, "")) {
      String wanted = revision.equals("the commit") ? server.head() : revision;

      Contents contents = READER.read(gitops(server, wanted, "apps", null), Optional.empty());

      assertThat(contents.unread()).isEmpty();
      assertThat(contents.charts())
          .containsEntry("aws-load-balancer-controller", "apps/alb.yaml")
          .containsEntry("kube-prometheus-stack", "apps/sets.yaml")
          .doesNotContainKeys("not-a-manifest", "not-read-by-argo");
    }
  }

  @Test
  void givenKustomizeAndAChartWhenReadThenBothAreFollowed() throws Exception {
    try (GitServer server = GitServer.start(folder, FILES, "")) {
      GitOpsSpec gitops = gitops(server, "main", "workloads/metrics", null);

      assertThat(READER.read(gitops, Optional.empty()).charts())
          .containsOnlyKeys("metrics-server", "redis", "umbrella", "cert-manager");
    }
  }

  @Test
  void givenAPrivateRepositoryWhenReadWithItsTokenThenItIsFoundAndWithoutItIsSaid()
      throws Exception {
    MemorySecrets secrets = new MemorySecrets();
    secrets.put(
        "clusterline/small/uid/gitops/repository",
        Secret.of("{\"username\": \"reader\", \"password\": \"t0ken\"}"));
    try (GitServer server = GitServer.start(folder, FILES, "t0ken")) {
      GitOpsSpec gitops = gitops(server, "main", "apps", GitCredentials.TOKEN);
      var credentials = RepositoryCredentials.read(secrets, CLUSTER, GitCredentials.TOKEN);

      assertThat(READER.read(gitops, Optional.of(credentials)).charts()).isNotEmpty();
      assertThat(READER.read(gitops, Optional.empty()).unread())
          .contains("cannot be read from here")
          .containsIgnoringCase("auth");
    }
  }

  @Test
  void givenARevisionThatIsNotThereWhenReadThenThatIsSaid() throws Exception {
    try (GitServer server = GitServer.start(folder, FILES, "")) {
      assertThat(READER.read(gitops(server, "v9", "apps", null), Optional.empty()).unread())
          .contains("there is no branch and no tag v9");
    }
  }

  @Test
  void givenAHostThatDoesNotAnswerWhenReadThenThatIsSaid() {
    GitOpsSpec gitops = new GitOpsSpec("http://127.0.0.1:1/a", "main", "apps", null, List.of());

    assertThat(READER.read(gitops, Optional.empty()).unread()).contains("cannot be read from here");
    assertThat(RepositoryReader.NONE.read(gitops, Optional.empty()).wasRead()).isFalse();
  }

  private static GitOpsSpec gitops(
      GitServer server, String revision, String path, GitCredentials credentials) {
    return new GitOpsSpec(server.url(), revision, path, credentials, List.of());
  }
}
