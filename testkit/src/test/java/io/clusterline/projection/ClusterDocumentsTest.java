package io.clusterline.projection;

import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.testkit.Story;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterDocumentsTest {

  private static final Instant READY = BEGIN.plusSeconds(12);
  private static final double LATE = 1_200;

  private final Story story =
      new Story(1)
          .requested(0)
          .accepted(1)
          .started(1, INFRA, step("vpc/main"))
          .started(1, EDGE, step("distribution/main"))
          .ran(INFRA, "vpc/main", 1, 3)
          .infraReady(5)
          .addonsReady(12);

  private ClusterDocument document() {
    Projection projection = new Projection();
    story.events().forEach(event -> projection.add(projection.size(), event));
    return new ClusterDocuments(projection).all(BEGIN.plusSeconds(2_000)).getFirst();
  }

  /** As the command `get` counts it. */
  private Duration elapsed() {
    return story.view().elapsed(BEGIN.plusSeconds(2_000));
  }

  @Test
  void givenAStageBesideThatRunsWhenTheBuildIsReadyThenItHasEndedThen() {
    assertThat(document().endedAt()).isEqualTo(READY);
  }

  @Test
  void givenAStageBesideThatEndsLaterThenTheBuildHasEndedWhenItWasReady() {
    story.ran(EDGE, "distribution/main", 1, LATE).edgeReady(LATE);

    assertThat(document().endedAt()).isEqualTo(READY);
    assertThat(elapsed()).isEqualTo(Duration.between(BEGIN, READY));
  }

  @Test
  void givenAStageBesideThatFailsLaterThenTheBuildHasEndedWhenItWasReady() {
    story.failed(LATE, EDGE, "distribution/main", "AWS_DENIED", "no");

    assertThat(document().phase()).isEqualTo("ready");
    assertThat(document().endedAt()).isEqualTo(READY);
    assertThat(elapsed()).isEqualTo(Duration.between(BEGIN, READY));
  }
}
