package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.state.StageRecord;
import io.clusterline.state.Transition;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often what failed is tried. */
class FailedAttemptTest {

  private static final int ATTEMPTS = 5;
  private static final Address STEP = Address.parse("addon-health/atlantis");

  @ParameterizedTest
  @CsvSource({
    "AWS_NO_CAPACITY, AWS_NO_CAPACITY, true",
    "AWS_NO_CAPACITY, ADDON_UNHEALTHY, true",
    "ADDON_UNHEALTHY, ADDON_UNHEALTHY, false",
    "STAGE_STALLED, STAGE_STALLED, false",
    "AWS_NO_CAPACITY, ADDON_MISCONFIGURED, false"
  })
  void givenAnEarlierFailureWhenAnotherFollowsThenWhatTookItsWholeLimitTwiceIsFinal(
      ErrorCode earlier, ErrorCode now, boolean again) {
    StageRecord record = StageRecord.ofTrigger(StageName.ADDONS, 1, "{}");
    for (Transition transition :
        new Transition[] {
          new Transition.Begin(),
          new Transition.Retry(failed(record, earlier).summary(), Instant.EPOCH),
          new Transition.Begin()
        }) {
      record = record.on(transition, record.attemptId());
    }

    assertThat(failed(record, now).isRetryable(ATTEMPTS)).isEqualTo(again);
  }

  private static FailedAttempt failed(StageRecord record, ErrorCode code) {
    return new FailedAttempt(record, Map.of(STEP, new ClusterlineException(code, "0/1")));
  }
}
