package io.clusterline.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryReader;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.GitOpsProject;
import io.clusterline.gitops.step.GitOpsRoot;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.stage.Address;
import io.clusterline.stage.StepGraph;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.SampleInfrastructure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The stage installs exactly the catalogue's entries. */
class AddonsFromCatalogueTest {

  private static final String CATALOGUE =
      """
      addons:
        - {name: first, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
           release: one, namespace: own, needs: [second, third], values: {}}
        - {name: second, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
           release: two, namespace: own, provides: [storage-class], values: {}}
        - {name: third, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
           release: three, namespace: own, values: {}}
      """;

  @Test
  void givenAnEntryThatNoCodeNamesWhenComposedThenItIsInstalledAfterWhatItNeeds() {
    Catalogue catalogue = Catalogue.parse(CATALOGUE);

    StepGraph<Platform> graph = compose(catalogue, List.of("first"));

    HelmRelease first = release(catalogue, "first");
    assertThat(keys(graph, HelmRelease.KIND.name()))
        .containsExactlyInAnyOrder("first", "second", "third");
    assertThat(graph.dependenciesOf(first))
        .extracting(Address::toString)
        .containsExactlyInAnyOrder("namespace/own", "storage-class/gp3");
    assertThat(graph.dependenciesOf(new AddonHealthy(first)))
        .extracting(Address::toString)
        .containsExactlyInAnyOrder(
            "helm-release/first", "addon-health/second", "addon-health/third");
  }

  @Test
  void givenTheBundledCatalogueWhenAllIsWantedThenEveryEntryIsInstalledAndWaitedFor() {
    Catalogue bundled = Catalogue.bundled();
    List<String> names = bundled.entries().stream().map(CatalogueEntry::name).toList();

    StepGraph<Platform> graph = compose(bundled, names);

    assertThat(keys(graph, HelmRelease.KIND.name())).containsExactlyInAnyOrderElementsOf(names);
    assertThat(keys(graph, AddonHealthy.KIND.name())).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void givenAnAddonWithAnIngressWhenComposedThenItWaitsForTheControllerWhoseWebhookRefusesIt() {
    String controller =
        """
          - {name: balancer, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
             release: lb, namespace: kube-system, provides: [ingress-class], values: {}}
          - {name: shown, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
             release: shown, namespace: own, values: {server: {ingress: {enabled: true}}}}
          - {name: hidden, repository: 'https://charts.invalid', version: 1.0.0, appVersion: '1',
             release: hidden, namespace: own, values: {ingress: {enabled: false}}}
        """;
    Catalogue catalogue = Catalogue.parse(CATALOGUE + controller);

    StepGraph<Platform> graph = compose(catalogue, List.of("balancer", "shown", "hidden"));

    assertThat(graph.dependenciesOf(release(catalogue, "shown")))
        .extracting(Address::toString)
        .contains("ingress-class/alb");
    assertThat(graph.dependenciesOf(release(catalogue, "hidden")))
        .extracting(Address::toString)
        .doesNotContain("ingress-class/alb");
  }

  @Test
  void givenProjectsOfTheRepositoryWhenComposedThenAllAreThereBeforeTheRoot() {
    GitOpsSpec gitops =
        new GitOpsSpec("https://git.example.org/a", "main", "apps", null, List.of("prod", "tools"));
    Cluster cluster =
        Clusters.with(SampleClusters.small(), List.of("argo-cd"), gitops, MirrorsSpec.NONE);
    StepGraph<Platform> graph = new StepGraph<>();

    new AddonsStage(
            Catalogue.bundled(),
            new Platform.Tools(
                null, null, null, RepositoryReader.NONE, Duration.ofMinutes(1), Clock.systemUTC()))
        .compose(graph, Clusters.ready(cluster));

    AddonHealthy argo = new AddonHealthy(release(Catalogue.bundled(), "argo-cd"));
    GitOpsProject own = new GitOpsProject("prod", "small", gitops, argo);
    assertThat(graph.dependenciesOf(new GitOpsRoot("small", own)))
        .extracting(Address::toString)
        .contains("gitops-project/prod", "gitops-project/tools");
  }

  @Test
  void givenSomethingProvidedThatNoCodeSetsUpWhenReadThenTheCatalogueIsRefused() {
    assertThatThrownBy(() -> Catalogue.parse(CATALOGUE.replace("storage-class", "mesh")))
        .hasMessageContaining("mesh");
  }

  private static HelmRelease release(Catalogue catalogue, String name) {
    PlannedAddon addon =
        AddonPlan.of(catalogue, cluster(List.of(name)), SampleInfrastructure.of("ssh-key"))
            .addon(name)
            .orElseThrow();
    return new HelmRelease(addon, new AddonNamespace(addon.namespace()), List.of());
  }

  /** With a domain, which an entry may require. */
  private static Cluster cluster(List<String> addons) {
    return Clusters.with(SampleClusters.eco2(), addons, null, MirrorsSpec.NONE);
  }

  private static Set<String> keys(StepGraph<Platform> graph, String kind) {
    return graph.addresses().stream()
        .filter(address -> address.kind().equals(kind))
        .map(Address::key)
        .collect(Collectors.toSet());
  }

  private static StepGraph<Platform> compose(Catalogue catalogue, List<String> addons) {
    StepGraph<Platform> graph = new StepGraph<>();
    new AddonsStage(
            catalogue,
            new Platform.Tools(
                null, null, null, RepositoryReader.NONE, Duration.ofMinutes(1), Clock.systemUTC()))
        .compose(graph, Clusters.ready(cluster(addons)));
    return graph;
  }
}
