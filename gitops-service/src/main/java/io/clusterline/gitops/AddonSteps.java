package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.CatalogueEntry.Provided;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.AddonRestart;
import io.clusterline.gitops.step.AddonSecret;
import io.clusterline.gitops.step.ArgoCdPassword;
import io.clusterline.gitops.step.DefaultIngressClass;
import io.clusterline.gitops.step.DefaultStorageClass;
import io.clusterline.gitops.step.GitOpsAddon;
import io.clusterline.gitops.step.GitOpsContents;
import io.clusterline.gitops.step.GitOpsProject;
import io.clusterline.gitops.step.GitOpsRepository;
import io.clusterline.gitops.step.GitOpsRoot;
import io.clusterline.gitops.step.GitOpsSynced;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.ArrayList;
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
  private final List<GitOpsAddon> fromRepository = new ArrayList<>();
  private final AddonPlan plan;
  private Optional<GitOpsSynced> synced = Optional.empty();

  AddonSteps(StepGraph<Platform> graph, Cluster cluster, AddonPlan plan) {
    this.graph = graph;
    this.cluster = cluster;
    this.plan = plan;
  }

  /** All of the plan: first what the pipeline installs, which the repository's Argo CD is of. */
  void addAll() {
    plan.addons().forEach(this::add);
    synced.ifPresent(root ->
        plan.fromRepository()
            .forEach(entry -> fromRepository.add(graph.add(new GitOpsAddon(entry, root.root())))));
  }

  /**
   * Its chart is installed as soon as the classes exist that its claims and Ingresses name. Only
   * its health step waits until the add-ons that it needs are healthy: Kubernetes keeps a claim
   * until it can be met, and most of a chart needs nothing.
   *
   * @param addon its needs were added before it
   */
  private void add(PlannedAddon addon) {
    List<String> needs = addon.entry().needs();
    HelmRelease release =
        graph.after(before(addon)).add(release(addon, namespace(addon.namespace())));
    List<Step<Platform, ?>> before = new ArrayList<>(those(needs, healthy));
    if (!release.secrets().isEmpty()) {
      before.add(graph.add(new AddonRestart(release)));
    }
    AddonHealthy health = graph.after(before).add(new AddonHealthy(release));
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
      case GITOPS -> {
        graph.add(new ArgoCdPassword(health));
        synced = follow(health);
      }
      case MONITORING -> new MonitoringSteps(graph, cluster).addTo(health);
    }
  }

  private Optional<GitOpsSynced> follow(AddonHealthy controller) {
    return Optional.ofNullable(cluster.spec().gitops())
        .map(gitops -> {
          GitOpsContents contents = graph.add(new GitOpsContents(gitops, names(plan)));
          GitOpsRoot root = root(gitops, controller, contents);
          return graph.add(new GitOpsSynced(root, contents));
        });
  }

  private static List<String> names(AddonPlan plan) {
    return plan.addons().stream().map(PlannedAddon::name).toList();
  }

  /**
   * An application whose project does not exist is refused, and so is a repository without its
   * credentials: all of them come first.
   */
  private GitOpsRoot root(GitOpsSpec gitops, AddonHealthy controller, GitOpsContents contents) {
    List<String> names = gitops.projects().isEmpty() ? List.of(cluster.name()) : gitops.projects();
    List<GitOpsProject> projects =
        names.stream()
            .distinct()
            .map(name -> graph.add(new GitOpsProject(name, cluster.name(), gitops, controller)))
            .toList();
    List<Step<Platform, ?>> before = new ArrayList<>(projects);
    before.add(contents);
    repository(gitops).ifPresent(before::add);
    return graph.after(before).add(new GitOpsRoot(cluster.name(), projects.getFirst()));
  }

  private Optional<GitOpsRepository> repository(GitOpsSpec gitops) {
    return Optional.ofNullable(gitops.credentials())
        .map(kind ->
            graph.add(new GitOpsRepository(gitops, kind, namespace(GitOpsRepository.NAMESPACE))));
  }

  /** Those that the repository installs. */
  List<GitOpsAddon> fromRepository() {
    return List.copyOf(fromRepository);
  }

  /** In the order of the table of contents. */
  List<AddonHealthy> healthy() {
    return List.copyOf(healthy.values());
  }

  /** Empty where the cluster follows no repository. */
  Optional<GitOpsSynced> synced() {
    return synced;
  }

  /** What waits for the repository. */
  List<Step<Platform, ?>> ofRepository() {
    List<Step<Platform, ?>> steps = new ArrayList<>(fromRepository);
    synced.ifPresent(steps::add);
    return steps;
  }

  List<String> namespaces() {
    return List.copyOf(namespaces.keySet());
  }
}
