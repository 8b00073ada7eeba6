package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.cancellation;
import static io.clusterline.infra.accept.AcceptSamples.deletion;
import static io.clusterline.infra.accept.AcceptSamples.failure;
import static io.clusterline.infra.accept.AcceptSamples.infraRemoved;
import static io.clusterline.infra.accept.AcceptSamples.present;
import static io.clusterline.infra.accept.AcceptSamples.ready;
import static io.clusterline.infra.accept.AcceptSamples.rollingBack;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.BuildCancelled;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Decisions on an accepted cluster: deleted, cancelled, rolled back, completed. */
@Timeout(180)
class DecisionsTest {

  private AcceptHarness accept;

  @BeforeEach
  void open() throws Exception {
    accept = new AcceptHarness();
  }

  @AfterEach
  void close() throws Exception {
    accept.close();
  }

  @Test
  void givenNoClusterWhenItsDeletionIsAskedForThenItIsUnknown() throws Exception {
    accept.consume(request("d1", deletion("some-uid")));

    assertThat(accept.refusal().code()).isEqualTo("UNKNOWN_CLUSTER");
  }

  @Test
  void givenTheUidOfAnotherClusterWhenDeletionIsAskedForThenItIsRefusedWithBoth() throws Exception {
    String uid = built(specification());

    accept.consume(request("d1", deletion("another-uid")));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("UNKNOWN_CLUSTER");
    assertThat(refusal.message()).contains("another-uid").contains(uid);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenDeletionProtectionWhenDeletionIsAskedForThenItIsRefusedUntilItIsTakenOff()
      throws Exception {
    ObjectNode guarded = specification();
    ((ObjectNode) guarded.get("spec")).put("deletionProtection", true);
    String uid = built(guarded);
    accept.consume(request("d1", deletion(uid)));
    assertThat(accept.refusal().code()).isEqualTo("DELETION_PROTECTED");

    accept.apply("r2", specification());
    accept.consume(request("d2", deletion(uid)));

    assertThat(accept.removalRequest().mode()).isEqualTo(Mode.DELETE);
  }

  @Test
  void givenADeletionWhenTheSameRequestComesAgainThenItIsTheSameEventAndTheSameGeneration() {
    String uid = built(specification());
    accept.consume(request("d1", deletion(uid)));
    Event<?> first = accept.next(StageName.ADDONS_REMOVAL);

    accept.consume(request("d1", deletion(uid)));

    assertThat(accept.next(StageName.ADDONS_REMOVAL).id()).isEqualTo(first.id());
    assertThat(accept.record().generation()).isEqualTo(first.generation());
  }

  @Test
  void givenADeletionWhenAskedForByAnotherRequestThenItBeginsAgainWithWhatIsLeft() {
    String uid = built(specification());
    accept.consume(request("d1", deletion(uid)));
    Event<?> first = accept.next(StageName.ADDONS_REMOVAL);

    accept.consume(request("d2", deletion(uid)));

    Event<?> second = accept.next(StageName.ADDONS_REMOVAL);
    assertThat(second.generation()).isEqualTo(first.generation() + 1);
  }

  @Test
  void givenADeletedClusterWhenItsRequestIsDeliveredLateThenItIsNoError() {
    String uid = built(specification());
    accept.consume(request("d1", deletion(uid)));
    accept.consume(removed(accept.removalRequest()));
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);

    accept.consume(request("d1", deletion(uid)));

    assertThat(accept.isIdle(StageName.ACCEPT)).as("its end is published once").isTrue();
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenADeletedClusterWhenItsNameIsAskedForAgainThenItIsAnotherCluster() {
    String uid = built(specification());
    accept.state().stages(uid).change(StageRecord.ofTrigger(StageName.INFRA, 1, "{}"), now -> now);
    accept.consume(request("d1", deletion(uid)));
    accept.consume(removed(accept.removalRequest()));
    assertThat(accept.state().stages(uid).read(StageName.INFRA)).isEmpty();

    Event<?> accepted = accept.apply("r2", specification());

    assertThat(accepted.clusterUid()).isNotEqualTo(uid);
    assertThat(accepted.generation()).isGreaterThan(2);
    assertThat(((ClusterAccepted) accepted.data()).unchanged()).isFalse();
  }

  @Test
  void givenABuildWhenCancelledThenItIsHeldAndNothingIsRemoved() throws Exception {
    String uid = accepted("r1", specification());

    accept.consume(request("c1", cancellation(uid, false)));

    BuildCancelled cancelled = accept.published(BuildCancelled.class);
    assertThat(cancelled.generation()).isEqualTo(1);
    assertThat(accept.record().phase()).isEqualTo(Phase.HELD);
    assertThat(accept.record().generation()).isEqualTo(2);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenABuildWhenCancelledWithRollbackThenWhatThatGenerationCreatedIsDeleted()
      throws Exception {
    built(specification());
    accept.apply("r2", withoutNode("worker-2"));

    accept.consume(request("c1", cancellation(accept.record().uid(), true)));

    RemovalRequest order = accept.removalRequest();
    assertThat(order.mode()).isEqualTo(Mode.ROLLBACK);
    assertThat(order.generation()).isEqualTo(2);
    assertThat(order.everything()).isFalse();
  }

  @Test
  void givenAHeldBuildWhenItsRollbackIsAskedForThenTheBuildIsMeantAndNotTheHalt() throws Exception {
    String uid = accepted("r1", specification());
    accept.consume(request("c1", cancellation(uid, false)));
    accept.published(BuildCancelled.class);

    accept.consume(request("c2", cancellation(uid, true)));

    assertThat(accept.published(BuildCancelled.class).generation()).isEqualTo(1);
    assertThat(accept.removalRequest().generation()).isEqualTo(1);
  }

  @Test
  void givenAReadyClusterWhenCancelledThenThereIsNothingToCancel() throws Exception {
    String uid = built(specification());

    accept.consume(request("c1", cancellation(uid, true)));

    assertThat(accept.refusal().code()).isEqualTo("NOTHING_TO_CANCEL");
  }

  @Test
  void givenAFailedBuildWhenTheSpecificationAsksForHoldThenNothingIsRemoved() {
    accepted("r1", specification());

    accept.consume(failed());

    assertThat(accept.record().phase()).isEqualTo(Phase.FAILED);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenAStageBesideThatFailedWhenTheSpecificationAsksForRollbackThenTheBuildGoesOn() {
    accepted("r1", rollingBack(specification()));

    accept.consume(accept.notice("edge", failure(StageName.EDGE)));

    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
    accept.consume(buildEnded());
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void
      givenAFailedFirstBuildWhenTheSpecificationAsksForRollbackThenEverythingIsDeletedAndTheClusterEnds() {
    accepted("r1", rollingBack(specification()));

    accept.consume(failed());

    RemovalRequest order = accept.removalRequest();
    assertThat(order.everything()).isTrue();
    assertThat(order.generation()).isEqualTo(1);
    accept.consume(removed(order));
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenAFailedSecondBuildWhenRolledBackThenTheFirstSpecificationIsBuiltAgain() {
    built(rollingBack(specification()));
    accept.apply("r2", rollingBack(withoutNode("worker-2")));
    accept.consume(failed());
    RemovalRequest order = accept.removalRequest();

    accept.consume(removed(order));

    Event<?> restored = accept.next(StageName.INFRA);
    assertThat(order.baseline()).isEqualTo(1);
    assertThat(restored.generation()).isEqualTo(4);
    assertThat(((ClusterAccepted) restored.data()).cluster())
        .isEqualTo(SpecificationReader.of(rollingBack(specification())));
    accept.consume(failed());
    assertThat(accept.record().phase())
        .describedAs("not undone in circles")
        .isEqualTo(Phase.FAILED);
  }

  @Test
  void givenAFailureThatWasReplayedWellWhenItIsDeliveredAgainThenTheClusterStaysReady() {
    accepted("r1", rollingBack(specification()));
    Event<ClusterEvent> late = failed();
    accept.consume(buildEnded());

    accept.consume(late);

    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenAnUnchangedSpecificationWhenBuiltThenNothingIsPruned() {
    built(specification());
    accept.apply("r2", specification());

    accept.consume(buildEnded());

    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void
      givenReplacementsThatWaitForTheirTurnWhenABuildEndsThenTheNextBuildFollowsWithItsApprovals() {
    built(specification());
    accept.apply("r2", List.of("instance/worker-1", "instance/worker-2"), specification());
    accept.recordMachines(2, "worker-2");
    Event<ClusterEvent> ready = buildEnded();

    accept.consumeAndDie(ready);
    accept.consume(ready);

    Event<?> next = accept.next(StageName.INFRA);
    assertThat(next.generation()).isEqualTo(3);
    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
    assertThat(accept.record().approvals())
        .containsExactly("instance/worker-1", "instance/worker-2");
    assertThat(accept.isIdle(StageName.INFRA)).isTrue();
  }

  /** Later requests and builds that go on do not ask again, and do not take it back. */
  @Test
  void givenARequestToRotateSecretsWhenAcceptedThenItsGenerationIsKeptThroughLaterOnes() {
    built(specification());
    assertThat(accept.record().rotation()).isNull();

    accept.rotateSecrets("r2", specification());
    accept.consume(buildEnded());
    accept.apply("r3", specification());

    assertThat(accept.record().generation()).isEqualTo(3);
    assertThat(accept.record().rotation()).isEqualTo(2);
  }

  @Test
  void givenABuildThatReplacedNothingWhenItEndsThenItIsNotFollowedByAnotherForEver() {
    built(specification());
    accept.apply("r2", specification());
    accept.recordMachines(1, "worker-2");

    accept.consume(buildEnded());

    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.isIdle(StageName.INFRA)).isTrue();
  }

  @Test
  void givenAChangedSpecificationWhenBuiltThenWhatLeftItIsPrunedOnce() {
    built(specification());
    accept.apply("r2", withoutNode("worker-2"));
    Event<ClusterEvent> ready = buildEnded();

    accept.consume(ready);

    RemovalRequest order = accept.removalRequest();
    assertThat(order.mode()).isEqualTo(Mode.PRUNE);
    accept.consume(removed(order));
    accept.consume(ready);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void givenADeathBetweenRecordAndEventWhenRedeliveredThenTheSameIsPublished() {
    String uid = built(specification());
    Event<ClusterEvent> deletion = request("d1", deletion(uid));
    accept.consumeAndDie(deletion);
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVING);
    assertThat(accept.isIdle(StageName.ADDONS_REMOVAL)).isTrue();

    accept.consume(deletion);

    Event<?> said = accept.next(StageName.ADDONS_REMOVAL);
    assertThat(said.generation()).isEqualTo(2);
    accept.consume(deletion);
    assertThat(accept.next(StageName.ADDONS_REMOVAL).id()).isEqualTo(said.id());
  }

  @Test
  void givenADeathAfterARollbackWhenRedeliveredThenThePreviousSpecificationIsStillBuilt() {
    built(rollingBack(specification()));
    accept.apply("r2", rollingBack(withoutNode("worker-2")));
    accept.consume(failed());
    Event<ClusterEvent> end = removed(accept.removalRequest());
    accept.consumeAndDie(end);

    accept.consume(end);

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(4);
    assertThat(accept.record().generation()).isEqualTo(4);
  }

  private String accepted(String id, ObjectNode specification) {
    return Objects.requireNonNull(accept.apply(id, specification).clusterUid());
  }

  private String built(ObjectNode specification) {
    return accept.built(specification, ready(SpecificationReader.bind(specification)));
  }

  private Event<ClusterEvent> buildEnded() {
    return accept.notice("a-" + accept.record().generation(), ready(present(accept.record())));
  }

  private Event<ClusterEvent> removed(RemovalRequest order) {
    return accept.notice("gone-" + order.mode(), infraRemoved(accept.record(), order));
  }

  private Event<ClusterEvent> failed() {
    String id = "f-" + accept.record().generation();
    return accept.notice(id, failure(StageName.BOOTSTRAP));
  }
}
