package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.CatalogueEntry.Provided;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.AddonSecret;
import io.clusterline.gitops.step.DefaultIngressClass;
import io.clusterline.gitops.step.DefaultStorageClass;
import io.clusterline.gitops.step.GitOpsProject;
import io.clusterline.gitops.step.GitOpsRoot;
import io.clusterline.gitops.step.GitOpsSynced;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds the steps of every planned add-on: namespace, secrets, release, health, and what it
 * provides. Only the catalogue defines which add-ons there are, and what each needs.
 */
final class AddonSteps {

  private final StepGraph<Platform> graph;
  private final Cluster cluster;
  private final Map<String, AddonNamespace> namespaces = new LinkedHashMap<>();
  private final Map<String, AddonHealthy> healthy = new LinkedHashMap<>();
  private final Map<String, Step<Platform, ?>> classes = new HashMap<>();
  private Optional<Step<Platform, ?>> ingressClass = Optional.empty();
  private Optional<GitOpsSynced> synced = Optional.empty();

  AddonSteps(StepGraph<Platform> graph, Cluster cluster) {
    this.graph = graph;
    this.cluster = cluster;
  }

  /**
   * Its chart is installed as soon as the classes exist that its claims and Ingresses name. Only
   * its health step waits until the add-ons that it needs are healthy: Kubernetes keeps a claim
   * until it can be met, and most of a chart needs nothing.
   *
   * @param addon its needs were added before it
   */
  void add(PlannedAddon addon) {
    List<String> needs = addon.entry().needs();
    HelmRelease release =
        graph.after(before(addon)).add(release(addon, namespace(addon.namespace())));
    AddonHealthy health = graph.after(those(needs, healthy)).add(new AddonHealthy(release));
    healthy.put(addon.name(), health);
    addon.entry().provides().forEach(provided -> provide(provided, health));
  }

  /** Every Ingress is refused until the controller's webhook answers. */
  private List<Step<Platform, ?>> before(PlannedAddon addon) {
    Stream<Step<Platform, ?>> ingress = addon.hasIngress() ? ingressClass.stream() : Stream.of();
    return Stream.concat(those(addon.entry().needs(), classes).stream(), ingress).toList();
  }

  private static <T> List<T> those(List<String> names, Map<String, T> steps) {
    return names.stream().flatMap(name -> Stream.ofNullable(steps.get(name))).toList();
  }

  private AddonNamespace namespace(String name) {
    return namespaces.computeIfAbsent(name, added -> graph.add(new AddonNamespace(added)));
  }

  private HelmRelease release(PlannedAddon addon, AddonNamespace namespace) {
    List<AddonSecret> secrets =
        graph.addAll(
            addon.entry().secrets().stream()
                .map(template -> new AddonSecret(addon.name(), namespace, template))
                .toList());
    return new HelmRelease(addon, namespace, secrets);
  }

  private void provide(Provided provided, AddonHealthy health) {
    String addon = health.addon().name();
    switch (provided) {
      case STORAGE_CLASS ->
          classes.put(addon, graph.add(new DefaultStorageClass(health.release())));
      case INGRESS_CLASS -> {
        DefaultIngressClass added = graph.add(new DefaultIngressClass(health));
        classes.put(addon, added);
        ingressClass = Optional.of(added);
      }
      case GITOPS -> synced = follow(health);
    }
  }

  private Optional<GitOpsSynced> follow(AddonHealthy controller) {
    return Optional.ofNullable(cluster.spec().gitops())
        .map(gitops -> root(gitops, controller))
        .map(root -> graph.add(new GitOpsSynced(root)));
  }

  /** An application whose project does not exist is refused: all of them come first. */
  private GitOpsRoot root(GitOpsSpec gitops, AddonHealthy controller) {
    List<String> names = gitops.projects().isEmpty() ? List.of(cluster.name()) : gitops.projects();
    List<GitOpsProject> projects =
        names.stream()
            .distinct()
            .map(name -> graph.add(new GitOpsProject(name, cluster.name(), gitops, controller)))
            .toList();
    return graph.after(projects).add(new GitOpsRoot(cluster.name(), projects.getFirst()));
  }

  /** In the order of the table of contents. */
  List<AddonHealthy> healthy() {
    return List.copyOf(healthy.values());
  }

  /** Empty where the cluster follows no repository. */
  Optional<GitOpsSynced> synced() {
    return synced;
  }

  List<String> namespaces() {
    return List.copyOf(namespaces.keySet());
  }
}
