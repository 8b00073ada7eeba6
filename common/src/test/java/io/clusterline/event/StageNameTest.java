package io.clusterline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Rules for the declarations of stages. */
class StageNameTest {

  @Test
  void givenTheStagesWhenReadInOrderThenARemovalIsTheReverseOfABuild() {
    List<StageName> built =
        StageName.build().stream().filter(stage -> stage != StageName.ACCEPT).toList();

    assertThat(StageName.removal().stream().map(StageName::layer).toList().reversed())
        .isEqualTo(built);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ACCEPT")
  void givenAStageThenItStartsFromOneTriggerThatAnEarlierStagePublishes(StageName stage) {
    assertThat(stage.triggers())
        .singleElement()
        .satisfies(trigger ->
            assertThat(stage.isRemoval() ? RemovalTrigger.class : StageTrigger.class)
                .isAssignableFrom(trigger));
    assertThat(stage.triggeredBy()).isLessThan(stage);
  }

  @Test
  void givenTheRemovalsThenEachStartsWhenTheOneBeforeItHasEnded() {
    assertThat(StageName.ADDONS_REMOVAL.triggers()).containsExactly(RemovalAccepted.class);
    assertThat(StageName.INFRA_REMOVAL.triggers()).containsExactly(NodesRemoved.class);
    assertThat(StageName.INFRA_REMOVAL.later()).isEmpty();
  }

  @Test
  void givenAStageBesideThenNoneOfTheChainWaitsForItExceptTheEndOfARemoval() {
    assertThat(StageName.EDGE.triggers()).containsExactly(ClusterAccepted.class);
    assertThat(StageName.EDGE.later()).containsExactly(StageName.INGRESS, StageName.DNS);
    assertThat(StageName.EDGE_REMOVAL.triggers()).containsExactly(RemovalAccepted.class);
    assertThat(StageName.EDGE_REMOVAL.later()).containsExactly(StageName.INFRA_REMOVAL);
    assertThat(StageName.INFRA_REMOVAL.waitsFor())
        .containsExactly(StageName.DNS_REMOVAL, StageName.INGRESS_REMOVAL, StageName.EDGE_REMOVAL);
  }

  @Test
  void givenAStageThatNeedsTwoResultsThenOneIsItsTriggerAndItWaitsForTheOther() {
    assertThat(StageName.INGRESS.triggers()).containsExactly(AddonsReady.class);
    assertThat(StageName.INGRESS.waitsFor()).containsExactly(StageName.EDGE);
    assertThat(Arrays.stream(StageName.values()).filter(stage -> !stage.waitsFor().isEmpty()))
        .containsExactly(StageName.INGRESS, StageName.INFRA_REMOVAL);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ACCEPT")
  void givenAStageThatWaitsForAnotherThenItsReplayRunsThisOneAgain(StageName stage) {
    assertThat(stage.waitsFor())
        .allSatisfy(other -> assertThat(other.later()).contains(stage))
        .allSatisfy(other -> assertThat(other).isLessThan(stage));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ACCEPT")
  void givenAStageThenItsResultIsItsOwn(StageName stage) {
    assertThat(Arrays.stream(StageName.values()).map(StageName::result))
        .containsOnlyOnce(stage.result());
    assertThat(LayerRemoved.class.isAssignableFrom(stage.result())).isEqualTo(stage.isRemoval());
    assertThat(StageName.publisherOf(stage.result())).contains(stage);
  }
}
