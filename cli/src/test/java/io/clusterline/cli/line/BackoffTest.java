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
    ended(deliveries, SHORT, exitCode);
    assertThat(backoff.isHopeless()).isFalse();

    ended(1, SHORT, exitCode);
    assertThat(backoff.isHopeless()).as("it was not the message").isTrue();
  }

  @Test
  void givenServiceThatDoesNotStartWhenThatWasTriedAFewTimesThenItIsHopeless() {
    ended(5, SHORT, Backoff.START_FAILED);
    assertThat(backoff.isHopeless()).isFalse();

    ended(1, SHORT, Backoff.START_FAILED);
    assertThat(backoff.isHopeless()).isTrue();
  }

  @Test
  void givenServiceThatLivedWellWhenItEndsThenCountingBeginsAnew() {
    ended(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);
    ended(1, Duration.ofMinutes(1), OUT_OF_MEMORY);

    assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(200));
    ended(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);
    assertThat(backoff.isHopeless()).isFalse();
  }

  @Test
  void givenManyEndingsWhenItWaitsThenNoPauseIsLongerThanTenSeconds() {
    ended(Topology.DELIVERY_LIMIT, SHORT, OUT_OF_MEMORY);

    assertThat(backoff.pause()).isEqualTo(Duration.ofSeconds(10));
  }

  private void ended(int times, Duration lifetime, int exitCode) {
    for (int i = 0; i < times; i++) {
      backoff.ended(lifetime, exitCode);
    }
  }
}
