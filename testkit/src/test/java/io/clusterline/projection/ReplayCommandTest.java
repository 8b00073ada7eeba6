package io.clusterline.projection;

import static io.clusterline.event.StageName.CNI;
import static io.clusterline.event.StageName.NETWORK;
import static io.clusterline.testkit.Story.BEGIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.testkit.Story;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {

  private static final String CAUSE = "0d4c1d0e-0000-4000-8000-000000000001";
  private static final String ANOTHER = "0d4c1d0e-0000-4000-8000-000000000002";

  @Test
  void givenAStageThatFailedForAnotherWhenShownThenTheCommandReplaysThatOne() {
    Story story =
        accepted()
            .failedStage(2, CNI, "ADDON_UNHEALTHY", CAUSE)
            .failedStage(3, NETWORK, "PREVIOUS_STAGE_FAILED", ANOTHER);

    assertThat(command(story, CNI)).contains(CAUSE);
    assertThat(command(story, NETWORK)).contains(CAUSE).doesNotContain(ANOTHER);
  }

  @Test
  void givenAStageWhoseCauseIsReplayedAlreadyWhenShownThenThereIsNoCommand() {
    Story story = accepted().failedStage(3, NETWORK, "PREVIOUS_STAGE_FAILED", ANOTHER);

    assertThat(command(story, NETWORK)).isNull();
    assertThat(ReplayCommand.of(Objects.requireNonNull(story.view().stage(NETWORK).failure())))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a; rm -rf ~", "$(id)", "`id`", "a\nid", "--all", "", "a'b", "\u202ea", "a b"})
  void givenALetterThatIsNoIdentifierWhenShownThenThereIsNoCommandToPaste(String letter) {
    assertThat(command(accepted().failedStage(2, CNI, "ADDON_UNHEALTHY", letter), CNI)).isNull();
  }

  private static Story accepted() {
    return new Story(1).requested(0).accepted(1);
  }

  private static @Nullable String command(Story story, StageName stage) {
    Projection projection = new Projection();
    story.events().forEach(event -> projection.add(projection.size(), event));
    ClusterDocument shown = new ClusterDocuments(projection).all(BEGIN.plusSeconds(60)).getFirst();
    return shown.stages().stream()
        .filter(one -> one.name().equals(stage.toString()))
        .map(one -> Objects.requireNonNull(one.failure()))
        .findFirst()
        .orElseThrow()
        .command();
  }
}
