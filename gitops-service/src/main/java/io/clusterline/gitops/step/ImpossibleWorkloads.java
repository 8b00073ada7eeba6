package io.clusterline.gitops.step;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.WorkloadHealth;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends a wait for workloads that can never run as they are specified. Not at once: after an upgrade
 * the pods of the release before are still there for a moment.
 */
final class ImpossibleWorkloads {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String addon;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private @Nullable Long since;

  /**
   * @param healthWithin limit of the whole wait
   */
  ImpossibleWorkloads(String addon, Duration healthWithin, LongSupplier nanoTime) {
    this.addon = addon;
    Duration half = healthWithin.dividedBy(2);
    this.patience = half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
    this.nanoTime = nanoTime;
  }

  /**
   * @throws ClusterlineException {@link ErrorCode#ADDON_MISCONFIGURED} when one has been impossible
   *     ever since the patience began
   */
  void refuse(List<WorkloadHealth> workloads) {
    List<WorkloadHealth> impossible =
        workloads.stream().filter(WorkloadHealth::impossible).toList();
    long now = nanoTime.getAsLong();
    if (impossible.isEmpty()) {
      since = null;
    } else if (since == null) {
      since = now;
    } else if (now - since >= patience.toNanos()) {
      throw new ClusterlineException(
          ErrorCode.ADDON_MISCONFIGURED,
          "add-on %s can never run as it is specified: %s"
              .formatted(
                  addon,
                  impossible.stream()
                      .map(WorkloadHealth::toString)
                      .collect(Collectors.joining(" | "))));
    }
  }
}
