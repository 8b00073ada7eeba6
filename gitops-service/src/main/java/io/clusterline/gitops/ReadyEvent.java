package io.clusterline.gitops;

import io.clusterline.event.AddonStatus;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.RootApplication;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.step.AddonHealth;
import io.clusterline.gitops.step.GitOpsAddon;
import io.clusterline.gitops.step.GitOpsContents;
import io.clusterline.gitops.step.GitOpsSynced;
import io.clusterline.gitops.step.PlatformReport;
import io.clusterline.stage.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the event AddonsReady. */
final class ReadyEvent {

  private ReadyEvent() {}

  static AddonsReady of(CniReady trigger, AddonSteps addons, PlatformReport step, Outputs outputs) {
    PlatformReport.Report report = outputs.of(step);
    Optional<RootApplication> root = addons.synced().map(outputs::of);
    List<AddonStatus> statuses =
        Stream.concat(
                addons.healthy().stream()
                    .map(addon -> status(addon.addon(), outputs.of(addon), report)),
                addons.fromRepository().stream()
                    .map(addon -> status(addon.addon(), outputs.of(addon), report)))
            .toList();
    return new AddonsReady(
        trigger.cluster(),
        trigger.controlPlane(),
        report.nodes(),
        statuses,
        root.orElse(null),
        report.workloads(),
        Stream.concat(
                evidence(statuses, root, report).stream(),
                addons.synced().map(GitOpsSynced::contents).map(outputs::of).stream()
                    .map(ReadyEvent::contentsEvidence))
            .toList());
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

  private static AddonStatus status(
      CatalogueEntry addon, GitOpsAddon.Installed installed, PlatformReport.Report report) {
    return new AddonStatus(
        addon.name(),
        installed.namespace(),
        installed.version(),
        "",
        true,
        "application " + installed.application() + " Synced and Healthy",
        report.how());
  }

  private static Evidence contentsEvidence(GitOpsContents.Seen seen) {
    return new Evidence(
        "the repository installs no add-on of ours",
        seen.read() ? Evidence.How.EXECUTED : Evidence.How.SKIPPED,
        seen.detail());
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
    return root.map(synced -> new Evidence(check, synced.how(), result(synced)))
        .orElseGet(() ->
            new Evidence(
                check, Evidence.How.SKIPPED, "no spec.gitops, or no argo-cd in spec.addons"));
  }

  private static String result(RootApplication root) {
    return "revision " + root.revision() + ", " + root.children();
  }
}
