package io.clusterline.cli;

import static io.clusterline.cli.BuildReportTest.ready;
import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;
import io.clusterline.testkit.Story;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoGoalTest {

  /** After the events of each story. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private static boolean isReached(Story story, Duration after) {
    Clock clock = Clock.fixed(Story.BEGIN.plus(after), ZoneOffset.UTC);
    DemoGoal goal = new DemoGoal(new BuildGoal(BuildReportTest.REQUEST, Optional.empty()), clock);
    ClusterView view = ClusterView.of(Story.name());
    for (Event<?> event : story.events()) {
      view = goal.apply(view, event);
    }
    return goal.isReached(view);
  }

  @Test
  void givenAReadyClusterWhenOthersGoOnBesideItThenTheDemoShowsThem() {
    assertThat(isReached(ready(), SOON)).isFalse();
    assertThat(isReached(ready().edgeReady(9).ingressReady(10), SOON)).isFalse();
    assertThat(isReached(ready().edgeReady(9).ingressReady(10).clusterReady(11), SOON)).isTrue();
  }

  @Test
  void givenAStageBesideItThatFailedWhenNoOtherRunsThenTheDemoEnds() {
    Story running = ready().started(9, EDGE, step("hosted-zone/example.org"));
    assertThat(isReached(running, SOON)).isFalse();

    running.failed(10, EDGE, "hosted-zone/example.org", "HOSTED_ZONE_NOT_FOUND", "no zone");
    assertThat(isReached(running, SOON)).isTrue();
  }

  @Test
  void givenAStageBesideItThatTakesLongerThanTheLimitWhenAskedThenTheDemoEnds() {
    assertThat(isReached(ready(), Duration.ofMinutes(6))).isTrue();
  }

  @Test
  void givenABuildThatFailedWhenAskedThenTheDemoEndsAtOnce() {
    Story story =
        new Story(1, BuildReportTest.REQUEST)
            .requested(0)
            .accepted(1)
            .started(2, INFRA, step("vpc/main"))
            .failed(3, INFRA, "vpc/main", "AWS_DENIED", "no");

    assertThat(isReached(story, SOON)).isTrue();
  }
}
