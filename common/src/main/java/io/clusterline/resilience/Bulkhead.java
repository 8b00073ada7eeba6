package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.core.exception.AcquirePermissionCancelledException;
import java.time.Duration;
import java.util.function.Supplier;

/** Limits concurrent calls; the others wait in their order, up to a time limit. */
public final class Bulkhead {

  private final io.github.resilience4j.bulkhead.Bulkhead places;

  Bulkhead(io.github.resilience4j.bulkhead.Bulkhead slots) {
    this.places = slots;
  }

  /** A bulkhead without metrics, for a share of a measured one. */
  public static Bulkhead unmeasured(String name, int places, Duration limit) {
    return new Bulkhead(io.github.resilience4j.bulkhead.Bulkhead.of(name, config(places, limit)));
  }

  static BulkheadConfig config(int places, Duration limit) {
    return BulkheadConfig.custom()
        .maxConcurrentCalls(places)
        .maxWaitDuration(limit)
        .fairCallHandlingStrategyEnabled(true)
        .build();
  }

  /**
   * Takes a place, runs, gives the place back.
   *
   * @throws ClusterlineException {@link ErrorCode#DEADLINE_EXCEEDED} when none became free in time
   */
  public <T> T run(Supplier<T> work) {
    acquire();
    try {
      return work.get();
    } finally {
      release();
    }
  }

  /** Takes a place until {@link #release()}. */
  public void acquire() {
    try {
      places.acquirePermission();
    } catch (BulkheadFullException full) {
      BulkheadConfig config = places.getBulkheadConfig();
      throw new ClusterlineException(
          ErrorCode.DEADLINE_EXCEEDED,
          "waited %d s for one of the %d places of bulkhead %s, all were taken"
              .formatted(
                  config.getMaxWaitDuration().toSeconds(),
                  config.getMaxConcurrentCalls(),
                  places.getName()),
          full);
    } catch (AcquirePermissionCancelledException stopped) {
      throw new ClusterlineException(
          ErrorCode.CANCELLED, "stopped while waiting for bulkhead " + places.getName(), stopped);
    }
  }

  /** Free slots. */
  public int free() {
    return places.getMetrics().getAvailableConcurrentCalls();
  }

  /** Gives a place back, from whatever thread. */
  public void release() {
    places.releasePermission();
  }
}
