package io.clusterline.cli;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.projection.LineView;
import io.clusterline.testkit.Story;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainScreenTest {

  private final StringWriter printed = new StringWriter();
  private final PlainScreen screen = new PlainScreen(new PrintWriter(printed));

  @Test
  void givenTenMinutesWithoutAnEventWhenWatchedThenNoHalfMinutePassesWithoutTheLastReport() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(2, INFRA, step("natgateway/a"))
            .running(INFRA, "natgateway/a", 3, "waiting until it is there; seen: pending");

    watch(story.view(), 3, 603);

    assertThat(lines()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(lines())
        .allMatch(line -> line.contains("natgateway/a: waiting until it is there; seen: pending"));
    assertThat(lines().getFirst()).startsWith("  28.0 s  infra      waits 25 s: ");
  }

  @Test
  void givenManyStepsWhenTheyRunThenTheLongestAreNamedAndTheOthersCounted() {
    Story story = new Story(1).requested(0).accepted(0).started(1, BOOTSTRAP);
    for (int worker = 1; worker <= 14; worker++) {
      story.running(BOOTSTRAP, "join/worker-" + worker, 20 - worker, "joins");
    }

    watch(story.view(), 20, 50);

    assertThat(lines()).hasSize(4).last().asString().endsWith("… and 11 more");
    assertThat(lines().getFirst()).contains("join/worker-14: joins");
  }

  @Test
  void givenARetryOrNothingThatRunsWhenWatchedThenItIsSaidToo() {
    watch(
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(2, INFRA)
            .waiting(3, INFRA, "AWS_THROTTLED", 90)
            .view(),
        3,
        40);
    watch(new Story(1).requested(0).view(), 41, 80);

    assertThat(lines().getFirst()).contains("infra      waits 26 s: tries again by", "slow down");
    assertThat(lines().getLast()).contains("accept     waits", "has not begun yet");
  }

  @Test
  void givenAnEndedBuildWhenWatchedThenNothingIsWaitedFor() {
    watch(new Story(1).requested(0).accepted(1).addonsReady(9).view(), 9, 100);

    assertThat(lines()).isEmpty();
  }

  private void watch(LineView<?> view, int from, int to) {
    for (int second = from; second <= to; second++) {
      screen.tick(view, BEGIN.plus(Duration.ofSeconds(second)));
    }
  }

  private List<String> lines() {
    return printed.toString().lines().toList();
  }
}
