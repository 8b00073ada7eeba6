package io.clusterline.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.messaging.Topology;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackoffTest {

  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final int OUT_OF_MEMORY = 3;

  private final Backoff backoff = new Backoff();

  @ParameterizedTest
  @ValueSource(ints = {0, OUT_OF_MEMORY, 134, 137})
  void givenServiceThatDiesOfAMessageWhenTheBrokerDeliversItForTheLastTimeThenItIsStartedAgain(
      int exitCode) {
    int deliveries = Topology.DELIVERY_LIMIT + 1;
    afterEnds(deliveries, SHORT, exitCode);
    assertThat(backoff.isExhausted()).isFalse();

    afterEnds(1, SHORT, exitCode);
    assertThat(backoff.isExhausted()).as("it was not the message").isTrue();
  }

  @Test
  void givenServiceThatDoesNotStartWhenThatWasTriedAFewTimesThenItIsHopeless() {
    afterEnds(5, SHORT, Backoff.START_FAILED);
    assertThat(backoff.isExhausted()).isFalse();

    afterEnds(1, SHORT, Backoff.START_FAILED);
    assertThat(backoff.isExhausted()).isTrue();
  }

  @Test
  void givenServiceThatLivedWellWhenItEndsThenCountingBeginsAnew() {
    afterEnds(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);
    afterEnds(1, Duration.ofMinutes(1), OUT_OF_MEMORY);

    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(200));
    afterEnds(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);
    assertThat(backoff.isExhausted()).isFalse();
  }

  @Test
  void givenManyEndingsWhenItWaitsThenNoPauseIsLongerThanTenSeconds() {
    afterEnds(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);

    assertThat(backoff.pause()).isEqualTo(Duration.ofSeconds(10));
  }

  private void afterEnds(int times, Duration lifetime, int exitCode) {
    for (int i = 0; i < times; i++) {
      backoff.recordEnd(lifetime, exitCode);
    }
  }
}
