package io.clusterline.cli;

import static io.clusterline.cli.BuildReportTest.ready;
import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.projection.ClusterView;
import io.clusterline.testkit.Story;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoGoalTest {

  private static final Duration LONG = Duration.ofHours(1);

  private static boolean isReached(Story story, Duration limit) {
    DemoGoal goal = new DemoGoal(new BuildGoal(BuildReportTest.REQUEST, Optional.empty()), limit);
    ClusterView view = ClusterView.of(Story.name());
    for (Event<?> event : story.events()) {
      view = goal.apply(view, event);
    }
    return goal.isReached(view);
  }

  @Test
  void givenAReadyClusterWhenOthersGoOnBesideItThenTheDemoShowsThem() {
    assertThat(isReached(ready(), LONG)).isFalse();
    assertThat(isReached(ready().edgeReady(9).ingressReady(10), LONG)).isFalse();
    assertThat(isReached(ready().edgeReady(9).ingressReady(10).clusterReady(11), LONG)).isTrue();
  }

  @Test
  void givenAStageBesideItThatFailedWhenNoOtherRunsThenTheDemoEnds() {
    Story running = ready().started(9, EDGE, step("hosted-zone/example.org"));
    assertThat(isReached(running, LONG)).isFalse();

    running.failed(10, EDGE, "hosted-zone/example.org", "HOSTED_ZONE_NOT_FOUND", "no zone");
    assertThat(isReached(running, LONG)).isTrue();
  }

  @Test
  void givenAStageBesideItThatTakesLongerThanTheLimitWhenAskedThenTheDemoEnds() {
    assertThat(isReached(ready(), Duration.ofNanos(-1))).isTrue();
  }

  @Test
  void givenABuildThatFailedWhenAskedThenTheDemoEndsAtOnce() {
    Story story =
        new Story(1, BuildReportTest.REQUEST)
            .requested(0)
            .accepted(1)
            .started(2, INFRA, step("vpc/main"))
            .failed(3, INFRA, "vpc/main", "AWS_DENIED", "no");

    assertThat(isReached(story, LONG)).isTrue();
  }
}
