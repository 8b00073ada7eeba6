package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.ReleaseHistory;
import io.clusterline.gitops.helm.ReleaseHistory.Revision;
import io.clusterline.gitops.helm.ReleaseManifest;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.stage.Step;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An add-on's chart, installed. Another step checks that its pods run. Removing it keeps the kinds
 * of the chart's {@code crds} folder, as Helm does: deleting them would delete all objects of those
 * kinds.
 */
public record HelmRelease(PlannedAddon addon, AddonNamespace namespace, List<AddonSecret> secrets)
    implements Step<Platform, Release> {

  public static final Kind<Platform, Release> KIND =
      Kind.<Platform, Release>of(
              "helm-release",
              Release.class,
              (platform, release) -> new ReleaseRemoval(platform, release).run(),
              (platform, intent) -> Optional.of(unfinished(platform, intent.address().key())))
          .with(Trait.IN_CLUSTER);

  private static final int NAMED = 5;

  /** An interrupted install: its namespace is that of the catalogue. */
  private static Release unfinished(Platform platform, String addon) {
    CatalogueEntry entry = platform.catalogue().entry(addon);
    return new Release(entry.release(), entry.namespace(), addon, entry.version(), 0, "");
  }

  public HelmRelease {
    secrets = List.copyOf(secrets);
  }

  @Override
  public Kind<Platform, Release> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return addon.name();
  }

  @Override
  public Found<Release> find(Platform platform) {
    Optional<Revision> latest = history(platform).latest();
    if (latest.isEmpty()) {
      return Found.missing();
    }
    Release now = platform.recorded(KIND).orElseGet(() -> release(latest.get(), "", ""));
    List<Change> changes = changes(now, latest.get());
    if (changes.isEmpty()) {
      changes = missing(platform, latest.get());
    }
    return changes.isEmpty() ? Found.inSync(now) : new Found.Drifted<>(now, changes, false);
  }

  private List<Change> changes(Release now, Revision latest) {
    if (!latest.isDeployed()) {
      return List.of(new Change("status", latest.status(), "deployed"));
    }
    if (now.revision()
        != latest.number()) { // Helm was run by another user, or the result was not recorded
      return List.of(change("revision", now.revision(), latest.number()));
    }
    if (!now.version().equals(addon.version())) {
      return List.of(new Change("version", now.version(), addon.version()));
    }
    return now.digest().equals(addon.digest())
        ? List.of()
        : List.of(new Change("values", "as installed before", "as specified"));
  }

  /** Helm itself compares nothing with the cluster until it upgrades, which makes it again. */
  private List<Change> missing(Platform platform, Revision latest) {
    return new ReleaseManifest(platform.kubernetes(), addon.namespace())
        .missing(latest).stream()
            .limit(NAMED)
            .map(object -> new Change(object, "absent", "as in the chart"))
            .toList();
  }

  private static Change change(String field, int from, int to) {
    return new Change(field, Integer.toString(from), Integer.toString(to));
  }

  @Override
  public Release apply(Platform platform, Found<Release> found) {
    Path chart = platform.charts().chart(source(platform));
    platform.beforeMutation();
    ReleaseHistory history = history(platform);
    forgetInterrupted(history);
    List<Revision> revisions = history.revisions();
    if (revisions.stream().anyMatch(Revision::isDeployed)) {
      platform.report("upgrading " + addon);
      platform.helm().upgrade(addon.release(), addon.namespace(), chart, addon.values());
    } else {
      installAnew(platform, chart, !revisions.isEmpty());
    }
    return release(deployed(history), addon.version(), addon.digest());
  }

  /** Helm was killed during a call: its unfinished revision cannot be worked on. */
  private static void forgetInterrupted(ReleaseHistory history) {
    List<Revision> revisions = history.revisions();
    if (revisions.stream().anyMatch(Revision::isDeployed)) {
      revisions.stream().filter(Revision::isPending).forEach(history::deleteRevision);
    }
  }

  /** A first install that failed or was interrupted cannot be upgraded: it is uninstalled first. */
  private void installAnew(Platform platform, Path chart, boolean remains) {
    if (remains) {
      platform.report("removing what an interrupted install of " + addon + " left");
      platform.helm().uninstall(addon.release(), addon.namespace());
      new ReleaseRemnants(addon).awaitGone(platform);
      platform.beforeMutation();
    }
    platform.report("installing " + addon);
    platform.helm().install(addon.release(), addon.namespace(), chart, addon.values());
  }

  private Revision deployed(ReleaseHistory history) {
    return history
        .latest()
        .filter(Revision::isDeployed)
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.KUBERNETES_REJECTED,
                "helm ended well, but release " + addon.release() + " is not deployed"));
  }

  private ChartStore.Source source(Platform platform) {
    URI mirror = platform.mirrors().charts();
    CatalogueEntry entry = addon.entry();
    String own = platform.mirrors().digests().get(entry.name());
    return new ChartStore.Source(
        mirror == null ? entry.repository() : mirror,
        mirror,
        entry.name(),
        addon.version(),
        own == null ? addon.pinnedDigest() : own);
  }

  private ReleaseHistory history(Platform platform) {
    return new ReleaseHistory(platform.kubernetes(), addon.namespace(), addon.release());
  }

  private Release release(Revision revision, String version, String digest) {
    return new Release(
        addon.release(), addon.namespace(), addon.name(), version, revision.number(), digest);
  }
}
