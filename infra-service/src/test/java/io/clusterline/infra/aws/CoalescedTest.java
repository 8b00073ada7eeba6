package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoalescedTest {

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void givenManyWhoAskDuringARead_whenItEnds_thenTheyShareTheNextOne() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    SingleFlight<Integer> coalesced =
        new SingleFlight<>(() -> {
          reading.countDown();
          await(goOn);
          return reads.incrementAndGet();
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> first = threads.submit(coalesced::get);
      reading.await();
      List<Future<Integer>> others = new ArrayList<>();
      CountDownLatch asked = new CountDownLatch(14);
      for (int i = 0; i < 14; i++) {
        others.add(
            threads.submit(() -> {
              asked.countDown();
              return coalesced.get();
            }));
      }
      asked.await();
      goOn.countDown();

      assertThat(first.get()).isEqualTo(1);
      for (Future<Integer> other : others) {
        assertThat(other.get()).isGreaterThan(1);
      }
      assertThat(reads.get()).isLessThanOrEqualTo(8);
    }
  }

  @Test
  void givenAnAnswer_whenAskedLater_thenReadAnew() {
    SingleFlight<Integer> coalesced = new SingleFlight<>(reads::incrementAndGet);

    assertThat(coalesced.get()).isEqualTo(1);
    assertThat(coalesced.get()).isEqualTo(2);
  }

  @Test
  void givenAFailedRead_whenAskedAgain_thenReadAnew() {
    SingleFlight<Integer> coalesced =
        new SingleFlight<>(() -> {
          if (reads.incrementAndGet() == 1) {
            throw new IllegalStateException("no");
          }
          return reads.get();
        });

    assertThatThrownBy(coalesced::get).isInstanceOf(IllegalStateException.class);
    assertThat(coalesced.get()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
