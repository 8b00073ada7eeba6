package io.clusterline.gitops;

import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.RootApplication;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.step.AddonHealth;
import io.clusterline.gitops.step.AddonHealthy;
import io.clusterline.gitops.step.GitOpsSynced;
import io.clusterline.gitops.step.PlatformReport;
import io.clusterline.stage.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the event AddonsReady. */
final class ReadyEvent {

  private ReadyEvent() {}

  static AddonsReady of(
      CniReady trigger,
      List<AddonHealthy> addons,
      Optional<GitOpsSynced> synced,
      PlatformReport step,
      Outputs outputs) {
    PlatformReport.Report report = outputs.of(step);
    RootApplication root = synced.map(outputs::of).orElse(null);
    List<AddonStatus> statuses =
        addons.stream().map(addon -> status(addon.addon(), outputs.of(addon), report)).toList();
    return new AddonsReady(
        trigger.cluster(),
        trigger.controlPlane(),
        report.nodes(),
        statuses,
        root,
        report.workloads(),
        evidence(statuses, Optional.ofNullable(root), report));
  }

  private static AddonStatus status(
      PlannedAddon addon, AddonHealth health, PlatformReport.Report report) {
    return new AddonStatus(
        addon.name(),
        addon.namespace(),
        addon.version(),
        addon.appVersion(),
        health.healthy(),
        health.detail(),
        report.how());
  }

  private static List<Evidence> evidence(
      List<AddonStatus> addons, Optional<RootApplication> root, PlatformReport.Report report) {
    List<Evidence> evidence = new ArrayList<>();
    long healthy = addons.stream().filter(AddonStatus::healthy).count();
    evidence.add(
        new Evidence("all add-ons are healthy", report.how(), healthy + "/" + addons.size()));
    long ready = report.nodes().stream().filter(NodeStatus::ready).count();
    evidence.add(
        new Evidence(
            "all nodes are Ready", Evidence.How.EXECUTED, ready + "/" + report.nodes().size()));
    evidence.add(rootEvidence(root));
    return evidence;
  }

  private static Evidence rootEvidence(Optional<RootApplication> root) {
    String check = "Argo CD has synced the root application";
    return root.map(synced -> new Evidence(check, synced.how(), "revision " + synced.revision()))
        .orElseGet(() ->
            new Evidence(
                check, Evidence.How.SKIPPED, "no spec.gitops, or no argo-cd in spec.addons"));
  }
}
