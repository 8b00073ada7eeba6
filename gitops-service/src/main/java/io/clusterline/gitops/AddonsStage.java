package io.clusterline.gitops;

import static io.clusterline.event.StageName.ADDONS;

import io.clusterline.event.CniReady;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.gitops.catalogue.AddonPlan;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.reclaim.ClusterRelease;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.AddonNamespace;
import io.clusterline.gitops.step.AddonRestart;
import io.clusterline.gitops.step.AddonSecret;
import io.clusterline.gitops.step.ArgoCdPassword;
import io.clusterline.gitops.step.BuildHistory;
import io.clusterline.gitops.step.DefaultIngressClass;
import io.clusterline.gitops.step.DefaultStorageClass;
import io.clusterline.gitops.step.GitOpsAddon;
import io.clusterline.gitops.step.GitOpsContents;
import io.clusterline.gitops.step.GitOpsProject;
import io.clusterline.gitops.step.GitOpsRepository;
import io.clusterline.gitops.step.GitOpsRoot;
import io.clusterline.gitops.step.GitOpsSynced;
import io.clusterline.gitops.step.HelmRelease;
import io.clusterline.gitops.step.MonitoringDashboard;
import io.clusterline.gitops.step.MonitoringRules;
import io.clusterline.gitops.step.MonitoringTarget;
import io.clusterline.gitops.step.PlatformReport;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;

/** CniReady → AddonsReady: the platform's add-ons, healthy, and the GitOps root, synced. */
public final class AddonsStage implements StageDefinition<CniReady, Platform> {

  private final Catalogue catalogue;
  private final Platform.Tools tools;

  public AddonsStage(Catalogue catalogue, Platform.Tools tools) {
    this.catalogue = catalogue;
    this.tools = tools;
  }

  @Override
  public StageName name() {
    return ADDONS;
  }

  @Override
  public Class<CniReady> trigger() {
    return CniReady.class;
  }

  @Override
  public Platform context(StageScope scope, CniReady trigger) {
    return Platform.open(scope, trigger, catalogue, tools);
  }

  /** An add-on without needs starts at once. */
  @Override
  public Result compose(StepGraph<Platform> graph, CniReady trigger) {
    Cluster cluster = trigger.cluster();
    AddonPlan plan = AddonPlan.of(catalogue, cluster, trigger.infrastructure());
    var addons = new AddonSteps(graph, cluster, plan);
    addons.addAll();
    var report =
        graph
            .after(addons.ofRepository())
            .add(new PlatformReport(namespacesOf(cluster), addons.namespaces(), addons.healthy()));
    return outputs -> ReadyEvent.of(trigger, addons, report, outputs);
  }

  private static List<String> namespacesOf(Cluster cluster) {
    return cluster.spec().namespaces().stream().map(NamespaceSpec::name).toList();
  }

  @Override
  public List<Retained> release(Platform platform) {
    return new ClusterRelease(platform).run();
  }

  @Override
  public List<Kind<Platform, ?>> kinds() {
    return List.of(
        AddonNamespace.KIND,
        AddonSecret.KIND,
        HelmRelease.KIND,
        AddonRestart.KIND,
        AddonHealthy.KIND,
        DefaultStorageClass.KIND,
        DefaultIngressClass.KIND,
        ArgoCdPassword.KIND,
        GitOpsProject.KIND,
        GitOpsRepository.KIND,
        GitOpsContents.KIND,
        GitOpsAddon.KIND,
        GitOpsRoot.KIND,
        GitOpsSynced.KIND,
        MonitoringDashboard.KIND,
        MonitoringRules.KIND,
        MonitoringTarget.KIND,
        BuildHistory.KIND,
        PlatformReport.KIND);
  }
}
