package io.clusterline.gitops.step;

import io.clusterline.event.RootApplication;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Argo CD has read the repository and applied the root Application. Its health includes the user's
 * workloads, so that is reported and not waited for.
 */
public record GitOpsSynced(GitOpsRoot root) implements Step<Platform, RootApplication> {

  public static final Kind<Platform, RootApplication> KIND =
      Kind.withoutResource("gitops-synced", RootApplication.class);

  private static final String SYNCED = "Synced";

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
    return readApplication(platform).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public RootApplication apply(Platform platform, Found<RootApplication> found) {
    return platform
        .kubernetes()
        .await(
            Wait.until("Argo CD has synced application " + key())
                .within(platform.healthWithin())
                .orFail(ErrorCode.ADDON_UNHEALTHY)
                .reporting(platform::report),
            List.of(Selection.of(application())),
            () -> readApplication(platform));
  }

  private Seen<RootApplication> readApplication(Platform platform) {
    ObjectRef ref = application();
    Optional<JsonNode> application = platform.kubernetes().get(ref);
    if (application.isEmpty()) {
      return Seen.notYet(ref + " does not exist");
    }
    JsonNode status = application.get().path("status");
    Children children = Children.of(platform.kubernetes(), status);
    children.refuseUnknownProject();
    return status.path("sync").path("status").asString("").equals(SYNCED) && isCurrent(status)
        ? Seen.yes(read(platform, status))
        : Seen.notYet(describeStatus(status) + children.describe());
  }

  private ObjectRef application() {
    return ObjectRef.namespaced(
        GitOpsProject.API_VERSION, "Application", GitOpsProject.NAMESPACE, key());
  }

  /** Argo CD's status may still be about the source of an earlier generation. */
  private boolean isCurrent(JsonNode status) {
    GitOpsSpec gitops = root.project().gitops();
    JsonNode source = status.path("sync").path("comparedTo").path("source");
    return source.path("repoURL").asString("").equals(gitops.repository())
        && source.path("targetRevision").asString("").equals(gitops.revision())
        && source.path("path").asString("").equals(gitops.path());
  }

  private RootApplication read(Platform platform, JsonNode status) {
    GitOpsSpec gitops = root.project().gitops();
    return new RootApplication(
        key(),
        gitops.repository(),
        gitops.path(),
        SYNCED,
        status.path("health").path("status").asString("Unknown"),
        status.path("sync").path("revision").asString(""),
        platform.simulated().kindOfEvidence());
  }

  private static String describeStatus(JsonNode status) {
    String conditions =
        status
            .path("conditions")
            .valueStream()
            .map(c -> c.path("type").asString("") + ": " + c.path("message").asString(""))
            .collect(Collectors.joining("; "));
    return "sync "
        + status.path("sync").path("status").asString("not compared yet")
        + (conditions.isEmpty() ? "" : ", " + conditions);
  }
}
