package io.clusterline.console.feed;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.console.feed.Board.Ended;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import java.time.Clock;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BoardTest {

  private final Story story =
      new Story(1)
          .requested(0)
          .accepted(0)
          .started(0, INFRA, step("vpc/main"))
          .started(1, BOOTSTRAP, step("control-plane/master"))
          .failed(2, BOOTSTRAP, "control-plane/master", "SSH_TIMEOUT", "no answer");

  private Board at(long seconds) {
    return BoardSamples.of(Clock.fixed(BEGIN.plusSeconds(seconds), ZoneOffset.UTC), story.events());
  }

  @Test
  void givenAFailedBuildWhoseOtherStageStillRunsThenItIsNotAtRestUntilThatIsLost() {
    assertThat(at(10).ended()).extracting(Ended::isAtRest).containsExactly(false);
    assertThat(at(40 * 60).ended()).extracting(Ended::isAtRest).containsExactly(false);
    assertThat(at(46 * 60).ended()).extracting(Ended::isAtRest).containsExactly(true);
  }

  @Test
  void givenABuildThatADeletionHasStoppedThenItsStagesEndSoon() {
    story.events().addAll(new RemovalStory(Mode.DELETE, 2, 0, null).accepted(4).events());

    assertThat(at(10).ended()).extracting(Ended::isAtRest).containsExactly(false);
    assertThat(at(600).ended()).extracting(Ended::isAtRest).containsExactly(true);
  }

  @Test
  void givenAFailedBuildWhoseStagesHaveEndedThenItHasEnded() {
    story.infraReady(3);

    assertThat(at(10).ended())
        .singleElement()
        .satisfies(ended -> assertThat(ended.id()).isEqualTo("build-1"))
        .satisfies(ended -> assertThat(ended.isAtRest()).isTrue());
  }
}
