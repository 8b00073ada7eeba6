package io.clusterline.infra.aws;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts calls as AWS counts them: a bucket of {@code burst} tokens that refills at a steady rate.
 * Calls are served in their order, but for a token that may be kept for a call that all others wait
 * for.
 *
 * <p>Others may use the same account's bucket, a second replica of this service too. Only AWS's
 * refusals show it; each slows this bucket's refill for a while, so that all users converge on a
 * share of the rate.
 */
final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double CUT = 0.7;
  private static final double LEAST_SHARE = 0.125;
  private static final double RECOVERED_PER_SECOND = 0.02;

  /**
   * AWS counts when a call arrives. The first ones open their connections and come late, the later
   * ones come at once: without this they would come too close to the first.
   */
  private static final Duration ARRIVAL = Duration.ofMillis(250);

  /** Refusals so close together are one and the same overload. */
  private static final double SECONDS_BETWEEN_CUTS = 1;

  /**
   * As AWS publishes it.
   *
   * @param burst how many at once
   * @param perSecond how many per second after that
   * @param kept how many of the burst only {@link #takeKept} gives away
   */
  record Rate(int burst, double perSecond, int kept) {
    Rate {
      if (burst < 1 || perSecond <= 0) {
        throw new IllegalArgumentException(
            "a limit of %d at once and %s per second: give 1 or more, and more than 0"
                .formatted(burst, perSecond));
      }
    }

    Rate(int burst, double perSecond) {
      this(burst, perSecond, 0);
    }

    /** The same with one token kept; none where there is only one. */
    Rate keepingOne() {
      return new Rate(burst, perSecond, Math.min(1, burst - 1));
    }

    private int forAll() {
      return burst - kept;
    }
  }

  private final Rate rate;
  private final LongSupplier nanoTime;
  private double tokens;
  private double kept;
  private double share = 1;
  private double secondsSinceCut = SECONDS_BETWEEN_CUTS;
  private long refilledAt;

  TokenBucket(Rate rate, LongSupplier nanoTime) {
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.tokens = rate.forAll();
    this.kept = rate.kept();
    this.refilledAt = nanoTime.getAsLong();
  }

  Rate rate() {
    return rate;
  }

  /**
   * Takes a token, on credit if none is left.
   *
   * @return the wait for it; negative, and no token is taken, if longer than the limit
   */
  synchronized Duration reserve(Duration limit) {
    refill();
    Duration pause = tokens >= 1 ? Duration.ZERO : refillTime(1 - tokens).plus(ARRIVAL);
    if (pause.compareTo(limit) > 0) {
      return Duration.ofNanos(-1);
    }
    tokens -= 1;
    return pause;
  }

  /** Takes a token that is kept for such a call; false if none is left, then it has to queue. */
  synchronized boolean takeKept() {
    refill();
    if (kept < 1) {
      return false;
    }
    kept -= 1;
    return true;
  }

  private Duration refillTime(double owed) {
    return Duration.ofNanos((long) (owed / (rate.perSecond() * share) * NANOS_PER_SECOND));
  }

  /** Number of calls that could be made at once. */
  synchronized int available() {
    refill();
    return (int) Math.max(0, Math.floor(tokens));
  }

  /** AWS has refused a call: its own bucket is empty, whatever was counted here. */
  synchronized void refused() {
    refill();
    tokens = Math.min(tokens, 0);
    kept = 0;
    if (secondsSinceCut >= SECONDS_BETWEEN_CUTS) {
      share = Math.max(LEAST_SHARE, share * CUT);
      secondsSinceCut = 0;
    }
  }

  private void refill() {
    long now = nanoTime.getAsLong();
    double seconds = (now - refilledAt) / NANOS_PER_SECOND;
    tokens += seconds * rate.perSecond() * share;
    double over = Math.max(0, tokens - rate.forAll());
    tokens -= over;
    kept = Math.min(rate.kept(), kept + over);
    share = Math.min(1, share + seconds * RECOVERED_PER_SECOND);
    secondsSinceCut += seconds;
    refilledAt = now;
  }
}
