package io.clusterline.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitTest {

  private final List<String> reports = new ArrayList<>();

  @Test
  void givenAWaitWhenItReportsThenItSaysForWhatAndForHowLongAtMost() {
    wait(3, Duration.ofMinutes(1));

    assertThat(reports)
        .containsExactly("waiting until the moon is full, at most 600 s; seen: half of it");
  }

  @Test
  void givenAnObservationThatStaysWhenTimePassesThenItIsToldAgain() {
    wait(3, Duration.ZERO);

    assertThat(reports).hasSize(3).containsOnly(reports.getFirst());
  }

  private void wait(int observations, Duration repeat) {
    int[] looked = {0};
    Wait.until("the moon is full")
        .within(Duration.ofMinutes(10))
        .reporting(reports::add)
        .repeatingAfter(repeat)
        .poll(() -> looked[0]++ == observations ? Seen.yes("full") : Seen.notYet("half of it"));
  }
}
