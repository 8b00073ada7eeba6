package io.clusterline.projection;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.ADDONS;
import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.projection.BuildView.Outcome;
import io.clusterline.projection.CriticalPath.Segment;
import io.clusterline.testkit.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildViewTest {

  private static Story complete(long generation, double offset) {
    return new Story(generation)
        .requested(offset)
        .accepted(offset + 1)
        .started(offset + 1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
        .ran(INFRA, "vpc/main", offset + 1, offset + 3)
        .ran(INFRA, "subnet/a", offset + 3, offset + 4)
        .infraReady(offset + 4)
        .started(offset + 4, BOOTSTRAP, step("init/k8s-master"))
        .ran(BOOTSTRAP, "init/k8s-master", offset + 4, offset + 14)
        .masterInitialized(offset + 14)
        .nodesJoined(offset + 15)
        .cniApplied(offset + 15)
        .cniReady(offset + 16)
        .addonsReady(offset + 20);
  }

  @Test
  void givenNothingWhenAskedThenTheOutcomeIsUnknown() {
    assertThat(BuildView.of("eco2").outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(BuildView.of("eco2").isEnded()).isFalse();
  }

  @Test
  void givenWholeBuildWhenFoldedThenItIsReadyWithTheTimesOfItsStages() {
    BuildView build = complete(1, 0).view();

    assertThat(build.outcome()).isEqualTo(Outcome.READY);
    assertThat(build.elapsed(BEGIN.plusSeconds(999))).isEqualTo(Duration.ofSeconds(20));
    assertThat(build.stage(ACCEPT).elapsed(BEGIN)).isEqualTo(Duration.ofSeconds(1));
    assertThat(build.stage(INFRA).elapsed(BEGIN)).isEqualTo(Duration.ofSeconds(3));
    assertThat(build.stage(BOOTSTRAP).elapsed(BEGIN)).isEqualTo(Duration.ofSeconds(11));
    assertThat(build.stage(ADDONS).isComplete()).isTrue();
  }

  @Test
  void givenAStageBesideThatRunsOnWhenAllElseHasEndedThenTheBuildIsReadyAndItsTimesStand() {
    BuildView build =
        complete(1, 0)
            .started(1, EDGE, step("distribution/images"))
            .running(EDGE, "distribution/images", 2, "InProgress")
            .view();
    BuildView later = complete(1, 0).started(1, EDGE).edgeReady(900).view();

    assertThat(build.outcome()).isEqualTo(Outcome.READY);
    assertThat(build.stage(EDGE).runningSteps()).hasSize(1);
    assertThat(Progress.of(build)).isEqualTo(1);
    assertThat(later.stage(EDGE).isComplete()).isTrue();
    assertThat(later.elapsed(BEGIN.plusSeconds(999))).isEqualTo(Duration.ofSeconds(20));
    assertThat(CriticalPath.of(build)).extracting(Segment::stage).doesNotContain(EDGE);
  }

  @Test
  void givenAStageBesideThatFailedWhenFoldedThenItIsShownAndTheBuildIsReadyAllTheSame() {
    Story failed =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, EDGE, step("hosted-zone/example.org"))
            .failed(2, EDGE, "hosted-zone/example.org", "HOSTED_ZONE_NOT_FOUND", "no zone");

    assertThat(failed.view().outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(failed.view().failure()).isEmpty();
    BuildView ready = failed.addonsReady(20).view();
    assertThat(ready.outcome()).isEqualTo(Outcome.READY);
    assertThat(ready.stage(EDGE).hasFailed()).isTrue();
    assertThat(ready.failureBeside())
        .hasValueSatisfying(one -> assertThat(one.code()).isEqualTo("HOSTED_ZONE_NOT_FOUND"));
  }

  @Test
  void givenRunningStageWhenFoldedThenItsPercentCountsStepsThatEnded() {
    BuildView build =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
            .ran(INFRA, "vpc/main", 1, 3)
            .running(INFRA, "subnet/a", 3, "waiting until the subnet is available")
            .view();

    assertThat(build.outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(build.stage(INFRA).percent()).isEqualTo(50);
    assertThat(build.stage(INFRA).runningSteps())
        .singleElement()
        .satisfies(step -> assertThat(step.message()).startsWith("waiting until"));
  }

  @Test
  void givenAStageThatFailedWhenFoldedThenItsPercentCountsOnlyWhatEndedWell() {
    BuildView build =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
            .ran(INFRA, "vpc/main", 1, 3)
            .failed(4, INFRA, "subnet/a", "AWS_DENIED", "not allowed")
            .view();

    assertThat(build.stage(INFRA).percent()).isEqualTo(50);
    assertThat(build.stage(INFRA).stepsDone()).isEqualTo(1);
  }

  @Test
  void givenEveryEventTwiceWhenFoldedThenTheViewIsTheSame() {
    Story story = complete(1, 0);
    BuildView once = story.view();
    BuildView twice = once;
    List<Event<?>> results = new ArrayList<>(story.events());
    results.removeIf(event -> event.type().isProgress());
    for (var event : results) {
      twice = twice.with(event);
    }
    assertThat(twice.stages()).isEqualTo(once.stages());
    assertThat(twice.outcome()).isEqualTo(Outcome.READY);
  }

  @Test
  void givenSecondGenerationWhenItIsAcceptedThenTheViewIsOfItAlone() {
    BuildView first = complete(1, 0).view();
    BuildView second = new Story(2).requested(100).accepted(101).fold(first);

    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.outcome()).isEqualTo(Outcome.RUNNING);
    assertThat(second.stage(INFRA).startedAt()).isNull();
    assertThat(second.elapsed(BEGIN.plusSeconds(105))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void givenSecondGenerationWhenAnEventOfTheFirstComesLateThenItIsLeftOut() {
    BuildView second = new Story(2).requested(100).accepted(101).fold(complete(1, 0).view());
    BuildView after = complete(1, 0).fold(second);

    assertThat(after.generation()).isEqualTo(2);
    assertThat(after.stage(INFRA).isComplete()).isFalse();
  }

  @Test
  void givenFailedStageWhenFoldedThenTheBuildIsOverWithThatFailure() {
    BuildView build =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .failed(5, INFRA, "vpc/main", "AWS_DENIED", "not allowed")
            .view();

    assertThat(build.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(build.isEnded()).isTrue();
    assertThat(build.failure())
        .get()
        .satisfies(failure -> assertThat(failure.code()).isEqualTo("AWS_DENIED"));
    assertThat(build.elapsed(BEGIN.plusSeconds(999))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void givenReadyBuildWhenAnotherRequestIsRefusedThenItIsStillShown() {
    BuildView stands = complete(1, 0).view();
    assertThat(new Story(2).requested(50).refused(51, "X").fold(stands).outcome())
        .isEqualTo(Outcome.READY);
    assertThat(new Story(2).requested(50).refusedByTheStage(51).fold(stands).outcome())
        .isEqualTo(Outcome.READY);
  }

  @Test
  void givenStepNotAnnouncedWhenItFinishesThenItIsKnown() {
    BuildView build = new Story(1).requested(0).accepted(1).ran(INFRA, "vpc/late", 1, 2).view();

    assertThat(build.stage(INFRA).steps()).containsKey("vpc/late");
  }

  @Test
  void givenEventOfAnotherClusterWhenFoldedThenNothingChanges() {
    BuildView other = BuildView.of("another");

    assertThat(complete(1, 0).fold(other)).isEqualTo(other);
  }

  @Test
  void givenStageWhoseStepsWereAllAsWantedWhenAskedThenItChangedNothing() {
    BuildView build =
        new Story(2)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .unchanged(2, INFRA, "vpc/main")
            .infraReady(3)
            .view();

    assertThat(build.stage(INFRA).changedNothing()).isTrue();
  }

  @Test
  void givenEventsOfAStepThatTheBrokerTurnedAroundWhenFoldedThenTheViewIsTheSame() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
            .ran(INFRA, "vpc/main", 2, 3)
            .running(INFRA, "subnet/a", 3, "pending");
    List<Event<?>> events = new ArrayList<>(story.events());
    Collections.swap(events, 3, 4); // it finishes, and then it starts
    Collections.swap(events, 5, 6); // it says what it waits for, and then it starts

    BuildView turned = BuildView.of(Story.name());
    for (Event<?> event : events) {
      turned = turned.with(event);
    }
    assertThat(turned.stage(INFRA).steps()).isEqualTo(story.view().stage(INFRA).steps());
  }

  @Test
  void givenAReadyBuildWhenTheStageBesideItIsReplayedThenItStaysReadyAndTheStageRunsAgain() {
    Story story =
        complete(1, 0)
            .started(1, EDGE, step("hosted-zone/example.org"))
            .failed(2, EDGE, "hosted-zone/example.org", "HOSTED_ZONE_NOT_FOUND", "no zone");
    BuildView before = story.view();

    BuildView replayed = story.replayed(500, EDGE).startedAgain(501, 1, EDGE).view();

    assertThat(replayed.outcome()).isEqualTo(Outcome.READY);
    assertThat(replayed.end()).isEqualTo(before.end());
    assertThat(replayed.stage(EDGE).isRunning()).isTrue();
    assertThat(story.edgeReady(900).view().end()).isEqualTo(before.end());
  }
}
