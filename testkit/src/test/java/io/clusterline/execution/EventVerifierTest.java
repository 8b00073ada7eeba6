package io.clusterline.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Infrastructure;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import io.clusterline.testkit.MemoryDocuments;
import io.clusterline.testkit.RecordedEvents;
import io.clusterline.testkit.SampleClusters;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A publisher of events cannot invent machines, secrets or a removal. */
class EventVerifierTest {

  private static final Cluster SMALL = SampleClusters.small();
  private static final RemovalRequest DELETE =
      new RemovalRequest(Mode.DELETE, 1, 0, "no longer needed", "me");

  private final ClusterState state = new ClusterState(new MemoryDocuments(), "small");

  @Test
  void givenAnEventAsItsStageRecordedIt_whenVerified_thenTheRecordedOneIsActedOn() {
    RecordedEvents.record(state, infraReady("vpc-1", "clusterline/small/uid-1/key"));

    assertThat(verified(infraReady("vpc-1", "clusterline/small/uid-1/key")))
        .hasValueSatisfying(event -> assertThat(event.id()).isEqualTo("infra-ready"));
  }

  @Test
  void givenAForgedHostOrKey_whenVerified_thenItIsRefused() {
    RecordedEvents.record(state, infraReady("vpc-1", "clusterline/small/uid-1/key"));

    assertForged(infraReady("vpc-of-a-stranger", "clusterline/small/uid-1/key"));
    assertForged(infraReady("vpc-1", "clusterline/another/uid-2/key"));
  }

  @Test
  void givenAStageThatHasRecordedNothing_whenItsEventComes_thenItIsRefused() {
    RecordedEvents.record(state, accepted(SMALL));
    assertForged(infraReady("vpc-1", "clusterline/small/uid-1/key"));

    storeRecord(StageRecord.ofTrigger(StageName.INFRA, 1, "{}"));
    assertForged(infraReady("vpc-1", "clusterline/small/uid-1/key"));
  }

  @Test
  void givenAStageThatIsReplayed_whenItsOldEventComes_thenItIsLateAndComesAgain() {
    RecordedEvents.record(state, infraReady("vpc-1", "clusterline/small/uid-1/key"));
    storeRecord(StageRecord.ofTrigger(StageName.INFRA, 1, "{}").retaken("{}"));

    assertThat(verified(infraReady("vpc-1", "clusterline/small/uid-1/key"))).isEmpty();
  }

  @Test
  void givenAnotherBuildOrSpecification_whenItClaimsToBeAccepted_thenItIsRefused() {
    RecordedEvents.record(state, accepted(SMALL));

    assertThat(verified(accepted(SMALL))).isPresent();
    assertForged(accepted(SampleClusters.eco2()));
    assertForged(event("accepted", "another-build", new ClusterAccepted(SMALL, false)));
  }

  @Test
  void givenAClusterNotBeingDeleted_whenARemovalIsClaimed_thenItIsRefused() {
    RecordedEvents.record(state, accepted(SMALL));

    assertForged(event("removal", "build-1", new RemovalAccepted(SMALL, DELETE)));
    assertForged(
        event("nodes-removed", "build-1", new NodesRemoved(SMALL, DELETE, List.of(), List.of())));
  }

  @Test
  void givenAClusterThatIsBeingDeleted_whenAnotherRemovalIsClaimed_thenItIsRefused() {
    RecordedEvents.record(state, event("removal", "build-1", new RemovalAccepted(SMALL, DELETE)));
    RemovalRequest other = new RemovalRequest(Mode.DELETE, 1, 0, "because", "a stranger");

    assertThat(verified(event("removal", "build-1", new RemovalAccepted(SMALL, DELETE))))
        .isPresent();
    assertForged(event("removal", "build-1", new RemovalAccepted(SMALL, other)));
  }

  @Test
  void givenAClusterThatIsHeld_whenItsAcceptanceComesAgain_thenItIsRefused() {
    RecordedEvents.record(state, accepted(SMALL));
    state.change(state.read().orElseThrow(), now -> now.withEnd(Phase.HELD));

    assertForged(accepted(SMALL));
  }

  private void storeRecord(StageRecord record) {
    StageStore stages = state.stages("uid-1");
    var unused = stages.change(record, before -> record);
  }

  private <T extends StageTrigger> java.util.Optional<Event<T>> verified(Event<T> event) {
    ClusterRecord cluster = state.read().orElseThrow();
    return EventVerifier.recorded(cluster, state.stages("uid-1"), event);
  }

  private void assertForged(Event<? extends StageTrigger> event) {
    assertThatThrownBy(() -> verified(event))
        .isInstanceOf(ClusterlineException.class)
        .extracting(thrown -> ((ClusterlineException) thrown).code())
        .isEqualTo(ErrorCode.FORGED_EVENT);
  }

  private static Event<ClusterAccepted> accepted(Cluster cluster) {
    return event("accepted", "build-1", new ClusterAccepted(cluster, false));
  }

  private static Event<InfraReady> infraReady(String vpc, String key) {
    Infrastructure infrastructure =
        new Infrastructure(
            "123456789012",
            "ap-northeast-2",
            vpc,
            Map.of(),
            Map.of(),
            "role",
            "profile",
            "bucket",
            "ubuntu",
            new SecretRef(key),
            List.of());
    return event("infra-ready", "build-1", new InfraReady(SMALL, infrastructure));
  }

  private static <T extends StageTrigger> Event<T> event(String id, String buildId, T data) {
    return new Event<>(id, "/test", "small", Instant.EPOCH, "uid-1", 1L, buildId, null, null, data);
  }
}
