package io.clusterline.infra.aws;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Paces calls as AWS counts them: a bucket of {@code burst} tokens that refills at a steady rate.
 * Whoever comes first is served first.
 *
 * <p>Resilience4j's RateLimiter counts in fixed windows instead, and lets two bursts pass at the
 * border of two windows; AWS would throttle the second.
 */
final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  /** As AWS publishes it: how many at once, and how many per second after that. */
  record Rate(int burst, double perSecond) {}

  private final Rate rate;
  private final LongSupplier nanoTime;
  private double tokens;
  private long refilledAt;

  TokenBucket(Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.tokens = rate.burst();
    this.refilledAt = nanoTime.getAsLong();
  }

  /** Returns when the call may be made. */
  void take() {
    Duration pause = reserve();
    if (pause.isZero()) {
      return;
    }
    long end = System.nanoTime() + pause.toNanos();
    for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new StageException(ErrorCode.CANCELLED, "stopped while waiting for its turn");
      }
    }
  }

  /** Takes a token, on credit if none is left, and says how long it takes to earn it. */
  synchronized Duration reserve() {
    long now = nanoTime.getAsLong();
    double earned = (now - refilledAt) / NANOS_PER_SECOND * rate.perSecond();
    tokens = Math.min(rate.burst(), tokens + earned) - 1;
    refilledAt = now;
    double owed = Math.max(0, -tokens);
    return Duration.ofNanos((long) (owed / rate.perSecond() * NANOS_PER_SECOND));
  }
}
