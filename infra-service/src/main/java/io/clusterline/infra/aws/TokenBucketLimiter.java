package io.clusterline.infra.aws;

import io.clusterline.infra.aws.TokenBucket.Rate;
import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnDrainedEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A Resilience4j rate limiter that counts by a {@link TokenBucket}. The library's own count in
 * fixed periods: two bursts pass at the border of two of them, and AWS refuses the second.
 */
final class TokenBucketLimiter implements RateLimiter, RateLimiter.Metrics {

  private static final class Events extends EventProcessor<RateLimiterEvent>
      implements EventPublisher {

    @Override
    public EventPublisher onSuccess(EventConsumer<RateLimiterOnSuccessEvent> consumer) {
      registerConsumer(RateLimiterOnSuccessEvent.class.getName(), consumer);
      return this;
    }

    @Override
    public EventPublisher onFailure(EventConsumer<RateLimiterOnFailureEvent> consumer) {
      registerConsumer(RateLimiterOnFailureEvent.class.getName(), consumer);
      return this;
    }
  }

  private final String name;
  private final Events events = new Events();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile TokenBucket bucket;
  private volatile Duration limit;

  TokenBucketLimiter(String name, TokenBucket bucket, Duration limit) {
    this.name = name;
    this.bucket = bucket;
    this.limit = limit;
  }

  /** Waits for its turn; false when that would take longer than the limiter's patience. */
  @Override
  public boolean acquirePermission(int permits) {
    long pause = reservePermission(permits);
    if (pause < 0) {
      return false;
    }
    waiting.incrementAndGet();
    try {
      return sleep(pause);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Whether a call that all others wait for may be made before its turn; counted if so. */
  boolean acquireAhead() {
    boolean taken = bucket.takeKept();
    if (taken) {
      events.processEvent(new RateLimiterOnSuccessEvent(name, 1));
    }
    return taken;
  }

  private static boolean sleep(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public long reservePermission(int permits) {
    long pause = 0;
    for (int i = 0; i < permits && pause >= 0; i++) {
      pause = bucket.reserve(limit).toNanos();
    }
    events.processEvent(
        pause < 0
            ? new RateLimiterOnFailureEvent(name, permits)
            : new RateLimiterOnSuccessEvent(name, permits));
    return pause;
  }

  @Override
  public void drainPermissions() {
    events.processEvent(new RateLimiterOnDrainedEvent(name, bucket.available()));
    bucket.refused();
  }

  @Override
  public void changeTimeoutDuration(Duration timeout) {
    limit = timeout;
  }

  @Override
  public void changeLimitForPeriod(int burst) {
    Rate rate = bucket.rate();
    int kept = Math.min(rate.kept(), burst - 1);
    bucket = new TokenBucket(new Rate(burst, rate.perSecond(), kept), System::nanoTime);
  }

  @Override
  public RateLimiterConfig getRateLimiterConfig() {
    Rate rate = bucket.rate();
    return RateLimiterConfig.custom()
        .limitForPeriod(rate.burst())
        .limitRefreshPeriod(Duration.ofNanos((long) (1e9 * rate.burst() / rate.perSecond())))
        .timeoutDuration(limit)
        .build();
  }

  @Override
  public int getNumberOfWaitingThreads() {
    return waiting.get();
  }

  @Override
  public int getAvailablePermissions() {
    return bucket.available();
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public Map<String, String> getTags() {
    return Map.of();
  }

  @Override
  public RateLimiter.Metrics getMetrics() {
    return this;
  }

  @Override
  public EventPublisher getEventPublisher() {
    return events;
  }
}
