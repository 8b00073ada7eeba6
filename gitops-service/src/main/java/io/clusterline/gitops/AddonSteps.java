package io.clusterline.gitops;

import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.AddonSecret;
import io.clusterline.gitops.step.DefaultStorageClass;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.stage.Step;
import io.clusterline.stage.StepGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds the steps of one add-on after another: namespace, secrets, release, health. */
final class AddonSteps {

  private final StepGraph<Platform> graph;
  private final AddonPlan plan;
  private final Map<String, AddonNamespace> namespaces = new HashMap<>();
  private final List<AddonHealthy> healthy = new ArrayList<>();

  AddonSteps(StepGraph<Platform> graph, AddonPlan plan) {
    this.graph = graph;
    this.plan = plan;
  }

  /**
   * With volumes: its claims name the class, and its pods start once the driver runs. The driver's
   * own start is not waited for before the chart is installed: Kubernetes keeps a claim until there
   * is somebody to meet it, and most of the chart has no claim at all.
   *
   * @return empty when the cluster does not have this add-on
   */
  Optional<AddonHealthy> install(
      String name, Optional<DefaultStorageClass> storage, Optional<AddonHealthy> driver) {
    return plan.addon(name).map(addon -> install(addon, list(storage), list(driver)));
  }

  /**
   * @return empty when the cluster does not have this add-on
   */
  Optional<AddonHealthy> install(String name) {
    return install(name, Optional.empty(), Optional.empty());
  }

  private static <T> List<T> list(Optional<T> optional) {
    return optional.stream().toList();
  }

  private AddonHealthy install(
      PlannedAddon addon,
      List<? extends Step<Platform, ?>> beforeRelease,
      List<? extends Step<Platform, ?>> beforeHealth) {
    AddonNamespace namespace =
        namespaces.computeIfAbsent(addon.namespace(), name -> graph.add(new AddonNamespace(name)));
    List<AddonSecret> secrets =
        graph.addAll(
            addon.entry().secrets().stream()
                .map(template -> new AddonSecret(addon.name(), namespace, template))
                .toList());
    HelmRelease release =
        graph.after(beforeRelease).add(new HelmRelease(addon, namespace, secrets));
    AddonHealthy health = graph.after(beforeHealth).add(new AddonHealthy(release));
    healthy.add(health);
    return health;
  }

  /** All that were installed, in the order of the table of contents. */
  List<AddonHealthy> healthy() {
    return List.copyOf(healthy);
  }

  List<String> namespaces() {
    return List.copyOf(namespaces.keySet());
  }
}
