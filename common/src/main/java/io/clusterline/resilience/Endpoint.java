package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * One call target with a circuit breaker of its own, so that the failure of one cluster's API
 * server or one region does not affect others. Calls are retried here and nowhere below.
 */
public final class Endpoint {

  private final CallPolicy policy;
  private final Retry retry;
  private final CircuitBreaker breaker;
  private volatile Instant triedAgainAt = Instant.EPOCH;
  private volatile long usedAt = System.nanoTime();

  Endpoint(CallPolicy policy, Retry retry, CircuitBreaker breaker) {
    this.policy = policy;
    this.retry = retry;
    this.breaker = breaker;
    breaker.getEventPublisher().onStateTransition(this::changed);
  }

  private void changed(CircuitBreakerOnStateTransitionEvent event) {
    if (event.getStateTransition().getToState() == State.OPEN) {
      triedAgainAt = event.getCreationTime().toInstant().plus(policy.breaker().openFor());
    }
  }

  /** Its kind and address. */
  public String name() {
    return breaker.getName();
  }

  /**
   * Calls until it succeeds, fails for good, or was tried often enough.
   *
   * @throws CircuitOpenException when it was held back each time
   */
  public <T> T call(Supplier<T> call) {
    try {
      return retry.executeSupplier(() -> callOnce(call));
    } catch (ClusterlineException e) {
      if (Thread.currentThread().isInterrupted() && e.code().retryable()) {
        throw new ClusterlineException(
            ErrorCode.CANCELLED, "stopped during a call to " + name(), e);
      }
      throw e;
    }
  }

  /**
   * Makes one call without retries, for callers that poll.
   *
   * @throws CircuitOpenException when the breaker is open
   */
  public <T> T callOnce(Supplier<T> call) {
    usedAt = System.nanoTime();
    try {
      return breaker.executeSupplier(call);
    } catch (CallNotPermittedException held) {
      throw new CircuitOpenException(policy.whenOpen(), name(), triedAgainAt, held);
    }
  }

  /** Whether it was unused for so long, and its breaker is closed. */
  boolean isUnused(Duration unused) {
    return breaker.getState() == State.CLOSED && System.nanoTime() - usedAt > unused.toNanos();
  }
}
