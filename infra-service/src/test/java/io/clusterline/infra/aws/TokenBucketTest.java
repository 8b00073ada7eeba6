package io.clusterline.infra.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.infra.aws.TokenBucket.Rate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final AtomicLong now = new AtomicLong();
  private final TokenBucket runInstances = new TokenBucket(new Rate(5, 2), now::get);

  @Test
  void givenAFullBucket_whenFourteenCome_thenFiveAtOnceAndTheOthersTwoPerSecond() {
    var pauses = IntStream.range(0, 14).mapToObj(i -> runInstances.reserve(PATIENCE)).toList();

    assertThat(pauses.subList(0, 5)).containsOnly(Duration.ZERO);
    assertThat(pauses.get(5)).isEqualTo(Duration.ofMillis(750));
    assertThat(pauses.get(13)).isEqualTo(Duration.ofMillis(4750));
  }

  @Test
  void givenAnEmptyBucket_whenTimePasses_thenItFillsAgainButNotAboveTheBurst() {
    IntStream.range(0, 5).forEach(i -> runInstances.reserve(PATIENCE));
    now.addAndGet(Duration.ofHours(1).toNanos());

    var pauses = IntStream.range(0, 6).mapToObj(i -> runInstances.reserve(PATIENCE)).toList();

    assertThat(pauses.subList(0, 5)).containsOnly(Duration.ZERO);
    assertThat(pauses.get(5)).isPositive();
  }

  @Test
  void givenAKeptToken_whenTheCallThatOthersWaitForComesLast_thenItIsMadeAtOnceAndNobodysLater() {
    var launches = new TokenBucket(new Rate(5, 2).keepingOne(), now::get);

    var pauses = IntStream.range(0, 13).mapToObj(i -> launches.reserve(PATIENCE)).toList();

    assertThat(launches.takeKept()).isTrue();
    assertThat(launches.takeKept()).isFalse();
    assertThat(pauses.subList(0, 4)).containsOnly(Duration.ZERO);
    assertThat(pauses.get(12)).isEqualTo(Duration.ofMillis(4750)); // as the last of fourteen
  }

  @Test
  void givenAKeptTokenThatWasTaken_whenTimePasses_thenItComesBackAfterAllOthers() {
    var launches = new TokenBucket(new Rate(5, 2).keepingOne(), now::get);
    IntStream.range(0, 4).forEach(i -> launches.reserve(PATIENCE));
    launches.takeKept();

    now.addAndGet(Duration.ofMillis(2400).toNanos());
    assertThat(launches.takeKept()).isFalse();
    now.addAndGet(Duration.ofMillis(200).toNanos());
    assertThat(launches.takeKept()).isTrue();
  }

  @Test
  void givenARefusalOrABurstOfOne_whenAskedForAKeptToken_thenThereIsNone() {
    var launches = new TokenBucket(new Rate(5, 2).keepingOne(), now::get);
    launches.refused();

    assertThat(launches.takeKept()).isFalse();
    var slow = new TokenBucket(new Rate(1, 2).keepingOne(), now::get);
    assertThat(slow.takeKept()).isFalse();
    assertThat(slow.reserve(PATIENCE)).isZero();
  }

  @Test
  void givenNoPatience_whenATokenMustBeEarnedFirst_thenNoneIsTaken() {
    IntStream.range(0, 5).forEach(i -> runInstances.reserve(PATIENCE));

    assertThat(runInstances.reserve(Duration.ofMillis(749))).isNegative();

    assertThat(runInstances.reserve(PATIENCE)).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void givenARefusal_whenOthersUseTheBucketToo_thenItFillsMoreSlowlyAndRecovers() {
    runInstances.refused();
    assertThat(runInstances.available()).isZero();
    Duration slowed = runInstances.reserve(PATIENCE);
    assertThat(slowed).isBetween(Duration.ofMillis(950), Duration.ofMillis(980));

    now.addAndGet(Duration.ofMinutes(1).toNanos());

    IntStream.range(0, 5).forEach(i -> assertThat(runInstances.reserve(PATIENCE)).isZero());
    assertThat(runInstances.reserve(PATIENCE)).isEqualTo(Duration.ofMillis(750));
  }

  @Test
  void givenManyRefusalsAtOnce_whenTheyBelongToOneOverload_thenOneCutIsMade() {
    IntStream.range(0, 20).forEach(i -> runInstances.refused());

    assertThat(runInstances.reserve(PATIENCE)).isLessThan(Duration.ofMillis(1050));
  }
}
