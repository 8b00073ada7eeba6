package io.clusterline.gitops.step;

import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.PlannedAddon;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.WorkloadHealth;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The gate behind an add-on: all its workloads are available, or the reason why not is known. */
public record AddonHealthy(HelmRelease release) implements Step<Platform, AddonHealth> {

  public static final Kind<Platform, AddonHealth> KIND =
      Kind.withoutResource("addon-health", AddonHealth.class);

  private static final int NAMED = 5;
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration MARGIN = Duration.ofMinutes(1);

  @Override
  public Kind<Platform, AddonHealth> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return release.addon().name();
  }

  public PlannedAddon addon() {
    return release.addon();
  }

  @Override
  public Found<AddonHealth> find(Platform platform) {
    List<WorkloadHealth> seen = readHealth(platform);
    return isHealthy(seen) ? Found.inSync(summary(seen)) : Found.missing();
  }

  @Override
  public AddonHealth apply(Platform platform, Found<AddonHealth> found) {
    var impossible =
        new ImpossibleWorkloads(addon().name(), platform.healthWithin(), System::nanoTime);
    return platform
        .kubernetes()
        .await(
            Wait.until("the workloads of " + addon() + " are available")
                .within(platform.healthWithin())
                .atMostEvery(LOOK)
                .orFail(ErrorCode.ADDON_UNHEALTHY)
                .reporting(platform::report),
            AddonWorkloads.selections(addon()),
            () -> {
              List<WorkloadHealth> seen = readHealth(platform);
              impossible.refuse(seen);
              return pollResult(seen);
            });
  }

  /** The inner wait ends first: its message is more precise. */
  @Override
  public Duration deadline() {
    return Duration.ofMinutes(30).plus(MARGIN);
  }

  private List<WorkloadHealth> readHealth(Platform platform) {
    return new AddonWorkloads(platform.kubernetes(), addon()).health();
  }

  private static Seen<AddonHealth> pollResult(List<WorkloadHealth> workloads) {
    return isHealthy(workloads)
        ? Seen.yes(summary(workloads))
        : Seen.notYet(
            workloads.stream()
                .filter(workload -> !workload.healthy())
                .limit(NAMED)
                .map(WorkloadHealth::toString)
                .collect(Collectors.joining(" | ")));
  }

  private static boolean isHealthy(List<WorkloadHealth> workloads) {
    return workloads.stream().allMatch(WorkloadHealth::healthy);
  }

  private static AddonHealth summary(List<WorkloadHealth> workloads) {
    long healthy = workloads.stream().filter(WorkloadHealth::healthy).count();
    return new AddonHealth(
        healthy == workloads.size(), healthy + "/" + workloads.size() + " workloads available");
  }
}
