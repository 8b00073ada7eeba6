package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.aws.TokenBucket.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final AtomicLong now = new AtomicLong();
  private final TokenBucket runInstances = new TokenBucket(new Rate(5, 2), now::get);

  @Test
  void givenAFullBucket_whenFourteenCome_thenFiveAtOnceAndTheOthersTwoPerSecond() {
    var pauses = IntStream.range(0, 14).mapToObj(i -> runInstances.reserve()).toList();

    assertThat(pauses.subList(0, 5)).containsOnly(Duration.ZERO);
    assertThat(pauses.get(5)).isEqualTo(Duration.ofMillis(500));
    assertThat(pauses.get(13)).isEqualTo(Duration.ofMillis(4500));
  }

  @Test
  void givenAnEmptyBucket_whenTimePasses_thenItFillsAgainButNotAboveTheBurst() {
    IntStream.range(0, 5).forEach(i -> runInstances.reserve());
    now.addAndGet(Duration.ofHours(1).toNanos());

    var pauses = IntStream.range(0, 6).mapToObj(i -> runInstances.reserve()).toList();

    assertThat(pauses.subList(0, 5)).containsOnly(Duration.ZERO);
    assertThat(pauses.get(5)).isPositive();
  }
}
