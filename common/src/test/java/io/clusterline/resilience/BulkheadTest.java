package io.clusterline.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class BulkheadTest {

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Resilience resilience = Resilience.measuredBy(metrics);

  @Test
  void givenAFullBulkhead_whenTheWaitLimitEnds_thenARetryableErrorThatNamesIt() {
    Bulkhead helm = resilience.bulkhead("helm", 1, Duration.ofMillis(20));
    helm.acquire();

    assertThatThrownBy(helm::acquire)
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
              assertThat(e.code().retryable()).isTrue();
              assertThat(e).hasMessageContainingAll("helm", "1 places");
            });
    assertThat(available("helm")).isZero();
    helm.release();
    assertThat(available("helm")).isEqualTo(1);
    assertThat(helm.run(() -> "ran")).isEqualTo("ran");
  }

  @Test
  void givenAClusterThatFillsItsShare_whenAnotherComes_thenItGetsAPlaceAtOnce() throws Exception {
    Bulkhead total = resilience.bulkhead("ssh", 3, Duration.ofMinutes(1));
    Bulkhead greedy = Bulkhead.unmeasured("ssh of one", 2, Duration.ofMinutes(1));
    Bulkhead modest = Bulkhead.unmeasured("ssh of another", 2, Duration.ofMinutes(1));
    CompletableFuture<String> blocked = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        threads.submit(() -> greedy.run(() -> total.run(blocked::join)));
      }
      Future<String> other = threads.submit(() -> modest.run(() -> total.run(() -> "ran")));
      try {
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("ran");
      } catch (TimeoutException e) {
        throw new AssertionError("starved", e);
      } finally {
        blocked.complete("done");
      }
    }
  }

  private double available(String name) {
    return metrics
        .get("resilience4j.bulkhead.available.concurrent.calls")
        .tags("name", name)
        .gauge()
        .value();
  }
}
