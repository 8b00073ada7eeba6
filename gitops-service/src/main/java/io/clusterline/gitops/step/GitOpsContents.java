package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.gitops.repository.RepositoryCredentials;
import io.clusterline.gitops.repository.RepositoryReader.Contents;
import io.clusterline.spec.GitOpsSpec;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the repository installs, looked at before the cluster follows it: nothing that the pipeline
 * installs may come a second time.
 *
 * @param ours names of the add-ons that the pipeline installs
 */
public record GitOpsContents(GitOpsSpec gitops, List<String> ours)
    implements Step<Platform, GitOpsContents.Seen> {

  /**
   * Evidence of the look.
   *
   * @param read whether the repository could be read from here
   */
  public record Seen(boolean read, String detail) {}

  public static final Kind<Platform, Seen> KIND =
      Kind.withoutResource("gitops-contents", Seen.class);

  public GitOpsContents {
    ours = List.copyOf(ours);
  }

  @Override
  public Kind<Platform, Seen> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "repository";
  }

  @Override
  public Found<Seen> find(Platform platform) {
    platform.report("reading " + gitops.repository());
    Contents contents = platform.repositories().read(gitops, credentials(platform));
    refuseDuplicates(platform, contents.charts());
    return Found.inSync(
        contents.wasRead()
            ? new Seen(true, "nothing twice")
            : new Seen(
                false, contents.unread() + "; Argo CD's applications are looked at instead"));
  }

  /** Never called: a repository is read, not created. */
  @Override
  public Seen apply(Platform platform, Found<Seen> found) {
    throw new IllegalStateException("a repository is found, not applied");
  }

  private Optional<RepositoryCredentials> credentials(Platform platform) {
    return Optional.ofNullable(gitops.credentials())
        .map(kind -> RepositoryCredentials.read(platform.secrets(), platform.cluster(), kind));
  }

  /**
   * @param charts names of charts and programs, with where each was found
   * @throws ClusterlineException {@link ErrorCode#GITOPS_DUPLICATES_ADDON} when one is an add-on of
   *     ours
   */
  void refuseDuplicates(Platform platform, Map<String, String> charts) {
    String twice =
        ours.stream()
            .map(platform.catalogue()::entry)
            .flatMap(entry ->
                charts.entrySet().stream()
                    .filter(chart -> entry.isInstalledBy(chart.getKey()))
                    .map(chart -> describe(entry, chart)))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!twice.isEmpty()) {
      throw new ClusterlineException(
          ErrorCode.GITOPS_DUPLICATES_ADDON,
          "spec.gitops: %s at %s installs what the pipeline installs: %s"
              .formatted(gitops.repository(), gitops.revision(), twice));
    }
  }

  private static String describe(CatalogueEntry entry, Map.Entry<String, String> chart) {
    return "add-on %s (%s in %s)".formatted(entry.name(), chart.getKey(), chart.getValue());
  }
}
