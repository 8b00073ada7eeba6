package io.clusterline.projection;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.INFRA_REMOVAL;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.projection.ClusterView.Phase;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

  private static ClusterView fold(ClusterView view, Story story) {
    ClusterView folded = view;
    for (var event : story.events()) {
      folded = folded.with(event);
    }
    return folded;
  }

  private static ClusterView built(long generation) {
    return fold(ClusterView.of(Story.name()), building(generation).addonsReady(12));
  }

  private static Story building(long generation) {
    return new Story(generation).requested(0).accepted(1).started(1, INFRA, step("vpc/main"));
  }

  @Test
  void givenABuildWhenFoldedThenItsUidAndPlaceAreKnown() {
    ClusterView cluster = built(1);

    assertThat(cluster.phase()).isEqualTo(Phase.READY);
    assertThat(cluster.uid()).isEqualTo("uid");
    assertThat(cluster.location()).isNotNull();
  }

  @Test
  void givenAReadyClusterWhenARequestIsRefusedThenItStaysReadyAndTheRefusalIsRemembered() {
    ClusterView cluster = fold(built(1), new Story(2, "event-2-0").requested(50).refused(51, "X"));

    assertThat(cluster.phase()).isEqualTo(Phase.READY);
    assertThat(cluster.openRequest()).isNull();
    assertThat(cluster.refusal()).satisfies(why -> assertThat(why.reason()).contains("X"));
    assertThat(fold(cluster, building(3)).refusal()).isNull();
  }

  @Test
  void givenNoClusterWhenARequestIsRefusedThenThereIsStillNone() {
    ClusterView nothing = ClusterView.of(Story.name());

    ClusterView asked = fold(nothing, new Story(1).requested(0));
    assertThat(asked.isKnown()).isTrue();
    assertThat(asked.phase()).isEqualTo(Phase.REQUESTED);
    assertThat(fold(asked, new Story(1, "event-1-0").refused(1, "X")).isKnown()).isFalse();
    assertThat(fold(asked, new Story(1, "event-1-0").refusedByTheStage(1)).isKnown()).isFalse();
  }

  @Test
  void givenAStageThatWaitsWhenItBeginsAgainThenItWaitsNoMore() {
    Story waits = building(1).waiting(5, INFRA, "AWS_THROTTLED", 35);
    ClusterView cluster = fold(ClusterView.of(Story.name()), waits);

    assertThat(cluster.phase()).isEqualTo(Phase.BUILDING);
    assertThat(cluster.build().stage(INFRA).waiting()).isNotNull();
    assertThat(fold(cluster, new Story(1).started(36, INFRA, step("vpc/main"))).build())
        .satisfies(build -> assertThat(build.stage(INFRA).waiting()).isNull());
  }

  @Test
  void givenADeletionWhenFoldedThenTheClusterIsBeingRemovedAndThenRemoved() {
    RemovalStory deletion = new RemovalStory(Mode.DELETE, 2, 0, null).accepted(20);
    assertThat(deletion.fold(built(1)).phase()).isEqualTo(Phase.REMOVING);

    ClusterView removed = deletion.deleted(25).fold(built(1));

    assertThat(removed.phase()).isEqualTo(Phase.REMOVED);
    assertThat(removed.removal().removed()).hasSize(5).endsWith("vpc/main");
    assertThat(removed.removal().kept()).hasSize(1);
    assertThat(removed.removal().elapsed(BEGIN.plusSeconds(999))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void givenADeletionDuringABuildWhenFoldedThenTheBuildIsStopped() {
    ClusterView building = fold(ClusterView.of(Story.name()), building(1));

    ClusterView removing = new RemovalStory(Mode.DELETE, 2, 0, null).accepted(5).fold(building);

    assertThat(removing.phase()).isEqualTo(Phase.REMOVING);
    assertThat(removing.build().outcome()).isEqualTo(BuildView.Outcome.STOPPED);
    assertThat(removing.build().isEnded()).isTrue();
  }

  @Test
  void givenACancellationWhenFoldedThenTheClusterIsStopped() {
    ClusterView building = fold(ClusterView.of(Story.name()), building(1));

    ClusterView stopped = new RemovalStory(Mode.ROLLBACK, 2, 0, null).cancelled(5).fold(building);

    assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
    assertThat(stopped.build().stopped()).contains("cancelled by an engineer: wrong");
    assertThat(stopped.removal().isEnded()).isTrue();
  }

  @Test
  void givenARemovalStageThatFailedWhenReplayedThenItContinues() {
    RemovalStory failed =
        new RemovalStory(Mode.DELETE, 2, 0, null)
            .accepted(20)
            .failed(21, INFRA_REMOVAL, "LEFTOVERS");
    assertThat(failed.fold(built(1)).phase()).isEqualTo(Phase.FAILED);
    assertThat(failed.fold(built(1)).failure())
        .hasValueSatisfying(why -> assertThat(why.deadLetterId()).isEqualTo("letter-9"));

    assertThat(failed.deleted(30).fold(built(1)).phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenAPruningThatFailedWhenFoldedThenTheBuildIsStillReadyAndTheFailureIsShown() {
    ClusterView cluster =
        new RemovalStory(Mode.PRUNE, 1, 0, null)
            .accepted(13)
            .failed(14, INFRA_REMOVAL, "AWS_DENIED")
            .fold(built(1));

    assertThat(cluster.phase()).isEqualTo(Phase.READY);
    assertThat(cluster.build().outcome()).isEqualTo(BuildView.Outcome.READY);
    assertThat(cluster.failure())
        .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("AWS_DENIED"));
  }

  @Test
  void givenTheEndOfItsCertificatesWhenTheNextBuildHasNotReadItYetThenItIsStillKnown() {
    Instant end = BEGIN.plusSeconds(1000);
    Story first = building(1).masterInitialized(5, end).addonsReady(12);
    ClusterView built = fold(ClusterView.of(Story.name()), first);

    ClusterView building = fold(built, building(2));

    assertThat(building.certificatesExpireAt()).isEqualTo(end);
    assertThat(fold(building, new Story(2).masterInitialized(6, null)).certificatesExpireAt())
        .isNull();
  }

  @Test
  void givenAClusterThatWasRemovedWhenBuiltAgainThenItIsBuilding() {
    ClusterView removed =
        new RemovalStory(Mode.DELETE, 2, 0, null).accepted(20).deleted(25).fold(built(1));

    assertThat(fold(removed, building(3)).phase()).isEqualTo(Phase.BUILDING);
  }
}
