package io.clusterline.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EndpointTest {

  private static final int WINDOW = 4;
  private static final Duration OPEN = Duration.ofMillis(300);

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Resilience resilience = Resilience.measuredBy(metrics);
  private final AtomicInteger calls = new AtomicInteger();

  private Endpoint endpoint(String address, int attempts) {
    return endpoint(address, new RetrySettings(attempts, Duration.ofMillis(1), OPEN));
  }

  private Endpoint endpoint(String address, RetrySettings retry) {
    return resilience.endpoint(policy(false, retry), address);
  }

  private static CallPolicy policy(boolean isManyAddresses, RetrySettings retry) {
    return new CallPolicy(
        "api",
        isManyAddresses,
        ErrorCode.KUBERNETES_UNREACHABLE,
        retry,
        new BreakerSettings(WINDOW, 50, OPEN, 1),
        EndpointTest::isOutage,
        EndpointTest::isOutage);
  }

  private static boolean isOutage(Throwable failure) {
    return failure instanceof ClusterlineException e
        && e.code() == ErrorCode.KUBERNETES_UNREACHABLE;
  }

  private String fails(ErrorCode code) {
    calls.incrementAndGet();
    throw new ClusterlineException(code, "no");
  }

  private void failOften(Endpoint endpoint, ErrorCode code) {
    IntStream.range(0, WINDOW)
        .forEach(i ->
            assertThatThrownBy(() -> endpoint.callOnce(() -> fails(code)))
                .isInstanceOfSatisfying(
                    ClusterlineException.class, e -> assertThat(e.code()).isEqualTo(code)));
  }

  @Test
  void givenAnOutageThatPasses_whenCalled_thenTriedAgainUntilItSucceeds() {
    String answer =
        endpoint("a:1", 3)
            .call(() ->
                calls.incrementAndGet() < 3 ? fails(ErrorCode.KUBERNETES_UNREACHABLE) : "yes");

    assertThat(answer).isEqualTo("yes");
    assertThat(retried("successful_with_retry")).isEqualTo(1);
  }

  @Test
  void givenARefusal_whenCalled_thenNotTriedAgainAndNeverHeldAgainstTheEndpoint() {
    Endpoint endpoint = endpoint("a:1", 3);

    IntStream.range(0, 3 * WINDOW)
        .forEach(i ->
            assertThatThrownBy(() -> endpoint.call(() -> fails(ErrorCode.KUBERNETES_REJECTED))));

    assertThat(calls).hasValue(3 * WINDOW);
    assertThat(endpoint.callOnce(() -> "yes")).isEqualTo("yes");
  }

  @Test
  void givenAnEndpointThatKeepsFailing_whenCalled_thenHeldBackWithItsNameAndTheTime() {
    Endpoint endpoint = endpoint("a:1", 1);
    Instant before = Instant.now();
    failOften(endpoint, ErrorCode.KUBERNETES_UNREACHABLE);

    CircuitOpenException held =
        catchThrowableOfType(CircuitOpenException.class, () -> endpoint.callOnce(() -> "yes"));

    assertThat(held.code().retryable()).isTrue();
    assertThat(held.endpoint()).isEqualTo("api/a:1");
    assertThat(held.triedAgainAt()).isBetween(before.plus(OPEN), Instant.now().plus(OPEN));
    assertThat(held).hasMessageContainingAll("api/a:1", "tried again at 20");
    assertThat(open("api/a:1")).isEqualTo(1);
  }

  @Test
  void givenOneEndpointHeldBack_whenAnotherIsCalled_thenItAnswers() {
    failOften(endpoint("a:1", 1), ErrorCode.KUBERNETES_UNREACHABLE);

    assertThat(endpoint("b:1", 1).call(() -> "yes")).isEqualTo("yes");
    assertThat(open("api/b:1")).isZero();
  }

  @Test
  void givenAnEndpointHeldBack_whenItsTimeIsOver_thenOneTrialDecides() {
    Endpoint endpoint = endpoint("a:1", 1);
    failOften(endpoint, ErrorCode.KUBERNETES_UNREACHABLE);

    String answer =
        Wait.until("the trial is let through")
            .within(Duration.ofSeconds(10))
            .poll(() -> {
              try {
                return Seen.yes(endpoint.callOnce(() -> "yes"));
              } catch (CircuitOpenException held) {
                return Seen.notYet(String.valueOf(held.getMessage()));
              }
            });

    assertThat(answer).isEqualTo("yes");
    assertThat(open("api/a:1")).isZero();
  }

  /** Clusters come and go; a label that held their addresses would grow for ever. */
  @Test
  void givenEndpointsOfManyAddresses_whenCalled_thenTheirMetricsHaveOneNameAndNoAddress() {
    CallPolicy many = policy(true, new RetrySettings(1, Duration.ofMillis(1), OPEN));
    failOften(resilience.endpoint(many, "203.0.113.7:6443"), ErrorCode.KUBERNETES_UNREACHABLE);
    Endpoint other = resilience.endpoint(many, "203.0.113.8:6443");

    assertThat(other.callOnce(() -> "yes")).as("it is not held back").isEqualTo("yes");
    assertThatThrownBy(
            () -> resilience.endpoint(many, "203.0.113.7:6443").callOnce(() -> "held back"))
        .isInstanceOf(CircuitOpenException.class)
        .hasMessageContaining("203.0.113.7:6443");

    assertThat(open("api")).isEqualTo(1);
    assertThat(metrics.get("resilience4j.circuitbreaker.calls").tags("name", "api").timers())
        .extracting(Timer::count)
        .containsExactlyInAnyOrder(1L, (long) WINDOW);
    assertThat(metrics.get("resilience4j.circuitbreaker.not.permitted.calls").counter().count())
        .isEqualTo(1);
    assertThat(metrics.getMeters())
        .flatExtracting(meter -> meter.getId().getTags())
        .extracting(Tag::getValue)
        .noneMatch(value -> value.contains("203.0.113"));
  }

  @Test
  void givenAPauseBetweenTries_whenInterrupted_thenCancelledAtOnce() {
    Endpoint endpoint =
        endpoint("a:1", new RetrySettings(3, Duration.ofMinutes(5), Duration.ofMinutes(5)));
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                outcome.complete(
                    new AssertionError(
                        endpoint.call(() -> fails(ErrorCode.KUBERNETES_UNREACHABLE))));
              } catch (ClusterlineException e) {
                outcome.complete(e);
              }
            });
    Wait.until("it waits for its second try")
        .within(Duration.ofSeconds(10))
        .poll(() ->
            caller.getState() == Thread.State.TIMED_WAITING
                ? Seen.yes(caller)
                : Seen.notYet(caller.getState().toString()));

    caller.interrupt();

    assertThat(outcome)
        .succeedsWithin(Duration.ofSeconds(5))
        .isInstanceOfSatisfying(
            ClusterlineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
  }

  private double open(String name) {
    return metrics
        .get("resilience4j.circuitbreaker.state")
        .tags("name", name, "state", "open")
        .gauge()
        .value();
  }

  private double retried(String kind) {
    return metrics
        .get("resilience4j.retry.calls")
        .tags("name", "api", "kind", kind)
        .functionCounter()
        .count();
  }
}
