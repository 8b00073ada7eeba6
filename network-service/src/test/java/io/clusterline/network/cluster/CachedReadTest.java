package io.clusterline.network.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedReadTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private final CachedRead<Integer> snapshot =
      new CachedRead<>(Duration.ofMillis(500), reads::incrementAndGet, now::get);

  @Test
  void givenManyAtOnce_whenTheyAsk_thenItIsReadOnce() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(
          IntStream.range(0, 14).mapToObj(i -> (Callable<Integer>) snapshot::get).toList());
    }

    assertThat(reads).hasValue(1);
  }

  @Test
  void givenItsLifeIsOver_whenAsked_thenItIsReadAgain() {
    snapshot.get();
    now.addAndGet(Duration.ofMillis(499).toNanos());
    assertThat(snapshot.get()).isEqualTo(1);

    now.addAndGet(Duration.ofMillis(1).toNanos());

    assertThat(snapshot.get()).isEqualTo(2);
  }

  @Test
  void givenAChange_whenForgotten_thenTheNextSeesIt() {
    snapshot.get();

    snapshot.invalidate();

    assertThat(snapshot.get()).isEqualTo(2);
  }
}
