package io.clusterline.console.feed;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

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
  void givenAFailedBuildWhoseOtherStageStillRunsThenItHasNotEndedYet() {
    assertThat(at(10).ended()).isEmpty();
    assertThat(at(600).ended()).hasSize(1);
  }

  @Test
  void givenAFailedBuildWhoseStagesHaveEndedThenItHasEnded() {
    story.infraReady(3);

    assertThat(at(10).ended())
        .singleElement()
        .satisfies(ended -> assertThat(ended.id()).isEqualTo("build-1"));
  }
}
