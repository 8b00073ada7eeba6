package io.clusterline.gitops.step;

import io.clusterline.event.RootApplication;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.step.Children.Child;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Argo CD has read the repository and applied the root Application. Its health includes the user's
 * workloads, so that is counted and reported; only waves make Argo CD itself wait for it. What Argo
 * CD refuses ends the wait at once. An attempt that finds trouble has Argo CD look again first.
 */
public record GitOpsSynced(GitOpsRoot root, GitOpsContents contents)
    implements Step<Platform, RootApplication> {

  public static final Kind<Platform, RootApplication> KIND =
      Kind.withoutResource("gitops-synced", RootApplication.class);

  @Override
  public Kind<Platform, RootApplication> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return root.key();
  }

  @Override
  public Found<RootApplication> find(Platform platform) {
    Optional<RootStatus> status = read(platform);
    if (status.isEmpty() || status.get().isAsked() || status.get().isInTrouble()) {
      return Found.missing();
    }
    Children children = Children.of(platform.kubernetes(), status.get());
    return status.get().isSynced(gitops()) && children.refused().isEmpty()
        ? Found.inSync(value(platform, status.get(), children))
        : Found.missing();
  }

  @Override
  public RootApplication apply(Platform platform, Found<RootApplication> found) {
    read(platform).ifPresent(status -> renew(platform, status));
    return platform
        .kubernetes()
        .await(
            Wait.until("Argo CD has synced application " + key())
                .within(platform.healthWithin())
                .orFail(ErrorCode.ADDON_UNHEALTHY)
                .reporting(platform::report),
            List.of(Children.selection()),
            () -> look(platform));
  }

  /** What went wrong in an earlier attempt may be mended: Argo CD looks again before we do. */
  private void renew(Platform platform, RootStatus status) {
    for (Child child : Children.of(platform.kubernetes(), status).refused()) {
      platform.kubernetes().mergePatch(application(child.name()), RootStatus.refresh());
    }
    if (status.isInTrouble()) {
      platform.kubernetes().mergePatch(application(key()), status.renewal());
    }
  }

  private Seen<RootApplication> look(Platform platform) {
    Optional<RootStatus> read = read(platform);
    if (read.isEmpty()) {
      return Seen.notYet(application(key()) + " does not exist");
    }
    RootStatus status = read.get();
    if (status.isAsked() || status.isOutdated(gitops())) {
      return Seen.notYet("Argo CD has still to look again; before: " + status.describe());
    }
    refuse(platform, status);
    Children children = Children.of(platform.kubernetes(), status);
    children.refuseUnknownProject();
    contents.refuseDuplicates(platform, children.charts());
    return status.isSynced(gitops())
        ? Seen.yes(value(platform, status, children))
        : Seen.notYet(status.describe() + children.describe());
  }

  private void refuse(Platform platform, RootStatus status) {
    ArgoRefusal refusals = new ArgoRefusal(gitops(), platform.cluster());
    status
        .refusal(refusals)
        .ifPresent(refusal -> {
          throw refusal;
        });
    status
        .failedSync()
        .ifPresent(failure -> {
          throw failure;
        });
    if (status.isSynced(gitops()) && status.resources().isEmpty()) {
      throw refusals.empty();
    }
  }

  private Optional<RootStatus> read(Platform platform) {
    Optional<JsonNode> application = platform.kubernetes().get(application(key()));
    return application.map(RootStatus::new);
  }

  private static ObjectRef application(String name) {
    return ObjectRef.namespaced(
        GitOpsProject.API_VERSION, "Application", GitOpsProject.NAMESPACE, name);
  }

  private GitOpsSpec gitops() {
    return root.project().gitops();
  }

  private RootApplication value(Platform platform, RootStatus status, Children children) {
    return new RootApplication(
        key(),
        gitops().repository(),
        gitops().path(),
        "Synced",
        status.health(),
        status.revision(),
        children.counts(),
        platform.simulated().kindOfEvidence());
  }
}
