package io.clusterline.gitops.step;

import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An add-on that the repository installs ({@code managedBy: gitops}): its Application is Synced and
 * Healthy. It is recognised by its chart, or by its name.
 */
public record GitOpsAddon(CatalogueEntry addon, GitOpsRoot root)
    implements Step<Platform, GitOpsAddon.Installed> {

  /**
   * As the repository has it.
   *
   * @param version of the chart, or the revision of its manifests
   */
  public record Installed(String application, String namespace, String version) {}

  public static final Kind<Platform, Installed> KIND =
      Kind.withoutResource("addon-gitops", Installed.class);

  private static final Duration DEADLINE = Duration.ofMinutes(31);

  @Override
  public Kind<Platform, Installed> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return addon.name();
  }

  /** The inner wait ends first: its message is more precise. */
  @Override
  public Duration deadline() {
    return DEADLINE;
  }

  @Override
  public Found<Installed> find(Platform platform) {
    return look(platform).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public Installed apply(Platform platform, Found<Installed> found) {
    return platform
        .kubernetes()
        .await(
            Wait.until("the repository's " + addon.name() + " is healthy")
                .within(platform.healthWithin())
                .orFail(ErrorCode.ADDON_UNHEALTHY)
                .reporting(platform::report),
            List.of(Children.selection()),
            () -> look(platform));
  }

  private Seen<Installed> look(Platform platform) {
    Optional<JsonNode> application =
        platform.kubernetes().list(Children.selection()).stream()
            .filter(each -> !name(each).equals(root.key()))
            .filter(this::installs)
            .findFirst();
    if (application.isEmpty()) {
      return Seen.notYet("no application of the repository installs chart " + addon.name());
    }
    JsonNode found = application.get();
    String sync = found.at("/status/sync/status").asString("not compared yet");
    String health = found.at("/status/health/status").asString("Unknown");
    return sync.equals("Synced") && health.equals("Healthy")
        ? Seen.yes(installed(found))
        : Seen.notYet("application %s is %s, %s".formatted(name(found), sync, health));
  }

  private boolean installs(JsonNode application) {
    return name(application).equals(addon.name())
        || sources(application)
            .anyMatch(source -> addon.isInstalledBy(source.path("chart").asString("")));
  }

  private Installed installed(JsonNode application) {
    return new Installed(
        name(application),
        application.at("/spec/destination/namespace").asString(""),
        sources(application)
            .map(source -> source.path("targetRevision").asString(""))
            .findFirst()
            .orElse(""));
  }

  private static Stream<JsonNode> sources(JsonNode application) {
    JsonNode spec = application.path("spec");
    return Stream.concat(Stream.of(spec.path("source")), spec.path("sources").valueStream())
        .filter(JsonNode::isObject);
  }

  private static String name(JsonNode application) {
    return application.at("/metadata/name").asString("");
  }
}
