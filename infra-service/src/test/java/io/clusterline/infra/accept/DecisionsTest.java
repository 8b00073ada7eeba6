package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.TestDesk.PLACE;
import static io.clusterline.infra.accept.TestDesk.specification;
import static io.clusterline.infra.accept.TestDesk.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.BuildCancelled;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ControlPlane;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.SecretRef;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a cluster that was accepted: deleted, cancelled, undone, finished. */
@Timeout(180)
class DecisionsTest {

  private TestDesk desk;

  @BeforeEach
  void open() throws Exception {
    desk = new TestDesk();
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  @Test
  void givenNoClusterWhenItsDeletionIsAskedForThenItIsUnknown() throws Exception {
    desk.consume(wish("d1", deletion("some-uid")));

    assertThat(desk.refusal().code()).isEqualTo("UNKNOWN_CLUSTER");
  }

  @Test
  void givenTheUidOfAnotherClusterWhenDeletionIsAskedForThenItIsRefusedWithBoth() throws Exception {
    String uid = built(specification());

    desk.consume(wish("d1", deletion("another-uid")));

    StageFailed refusal = desk.refusal();
    assertThat(refusal.code()).isEqualTo("UNKNOWN_CLUSTER");
    assertThat(refusal.message()).contains("another-uid").contains(uid);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenDeletionProtectionWhenDeletionIsAskedForThenItIsRefusedUntilItIsTakenOff()
      throws Exception {
    ObjectNode guarded = specification();
    ((ObjectNode) guarded.get("spec")).put("deletionProtection", true);
    String uid = built(guarded);
    desk.consume(wish("d1", deletion(uid)));
    assertThat(desk.refusal().code()).isEqualTo("DELETION_PROTECTED");

    desk.request("r2", specification());
    desk.consume(wish("d2", deletion(uid)));

    assertThat(order().mode()).isEqualTo(Mode.DELETE);
  }

  @Test
  void givenADeletionWhenTheSameRequestComesAgainThenItIsTheSameEventAndTheSameGeneration() {
    String uid = built(specification());
    desk.consume(wish("d1", deletion(uid)));
    Event<?> first = desk.next(StageName.ADDONS_REMOVAL);

    desk.consume(wish("d1", deletion(uid)));

    assertThat(desk.next(StageName.ADDONS_REMOVAL).id()).isEqualTo(first.id());
    assertThat(desk.record().generation()).isEqualTo(first.generation());
  }

  @Test
  void givenADeletionWhenAskedForByAnotherRequestThenItBeginsAgainWithWhatIsLeft() {
    String uid = built(specification());
    desk.consume(wish("d1", deletion(uid)));
    Event<?> first = desk.next(StageName.ADDONS_REMOVAL);

    desk.consume(wish("d2", deletion(uid)));

    Event<?> second = desk.next(StageName.ADDONS_REMOVAL);
    assertThat(second.generation()).isEqualTo(first.generation() + 1);
  }

  @Test
  void givenADeletedClusterWhenItsRequestIsDeliveredLateThenItIsNoError() {
    String uid = built(specification());
    desk.consume(wish("d1", deletion(uid)));
    desk.consume(removed(order()));
    assertThat(desk.record().phase()).isEqualTo(Phase.REMOVED);

    desk.consume(wish("d1", deletion(uid)));

    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
    assertThat(desk.record().phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenADeletedClusterWhenItsNameIsAskedForAgainThenItIsAnotherCluster() {
    String uid = built(specification());
    desk.state().stages(uid).change(StageRecord.taken(StageName.INFRA, 1, "{}"), now -> now);
    desk.consume(wish("d1", deletion(uid)));
    desk.consume(removed(order()));
    assertThat(desk.state().stages(uid).read(StageName.INFRA)).isEmpty();

    Event<?> accepted = desk.request("r2", specification());

    assertThat(accepted.clusterUid()).isNotEqualTo(uid);
    assertThat(accepted.generation()).isGreaterThan(2);
    assertThat(((ClusterAccepted) accepted.data()).unchanged()).isFalse();
  }

  @Test
  void givenABuildWhenCancelledThenItIsHeldAndNothingIsRemoved() throws Exception {
    String uid = accepted("r1", specification());

    desk.consume(wish("c1", cancellation(uid, false)));

    BuildCancelled cancelled = desk.said(BuildCancelled.class);
    assertThat(cancelled.generation()).isEqualTo(1);
    assertThat(desk.record().phase()).isEqualTo(Phase.HELD);
    assertThat(desk.record().generation()).isEqualTo(2);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenABuildWhenCancelledWithRollbackThenWhatThatGenerationMadeGoes() throws Exception {
    built(specification());
    desk.request("r2", withoutNode("worker-2"));

    desk.consume(wish("c1", cancellation(desk.record().uid(), true)));

    RemovalRequest order = order();
    assertThat(order.mode()).isEqualTo(Mode.ROLLBACK);
    assertThat(order.generation()).isEqualTo(2);
    assertThat(order.everything()).isFalse();
  }

  @Test
  void givenAHeldBuildWhenItsRollbackIsAskedForThenTheBuildIsMeantAndNotTheHalt() throws Exception {
    String uid = accepted("r1", specification());
    desk.consume(wish("c1", cancellation(uid, false)));
    desk.said(BuildCancelled.class);

    desk.consume(wish("c2", cancellation(uid, true)));

    assertThat(desk.said(BuildCancelled.class).generation()).isEqualTo(1);
    assertThat(order().generation()).isEqualTo(1);
  }

  @Test
  void givenAReadyClusterWhenCancelledThenThereIsNothingToCancel() throws Exception {
    String uid = built(specification());

    desk.consume(wish("c1", cancellation(uid, true)));

    assertThat(desk.refusal().code()).isEqualTo("NOTHING_TO_CANCEL");
  }

  @Test
  void givenAFailedBuildWhenTheSpecificationSaysHoldThenNothingIsRemoved() {
    accepted("r1", specification());

    desk.consume(desk.news("f1", failure()));

    assertThat(desk.record().phase()).isEqualTo(Phase.FAILED);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenAFailedFirstBuildWhenTheSpecificationSaysRollbackThenEverythingGoesAndTheClusterEnds() {
    accepted("r1", rollingBack(specification()));

    desk.consume(desk.news("f1", failure()));

    RemovalRequest order = order();
    assertThat(order.everything()).isTrue();
    assertThat(order.generation()).isEqualTo(1);
    desk.consume(removed(order));
    assertThat(desk.record().phase()).isEqualTo(Phase.REMOVED);
  }

  @Test
  void givenAFailedSecondBuildWhenRolledBackThenTheFirstSpecificationIsBuiltAgain() {
    built(rollingBack(specification()));
    desk.request("r2", rollingBack(withoutNode("worker-2")));
    desk.consume(desk.news("f1", failure()));
    RemovalRequest order = order();

    desk.consume(removed(order));

    Event<?> restored = desk.next(StageName.INFRA);
    assertThat(order.baseline()).isEqualTo(1);
    assertThat(restored.generation()).isEqualTo(4);
    assertThat(((ClusterAccepted) restored.data()).cluster())
        .isEqualTo(SpecificationReader.of(rollingBack(specification())));
    desk.consume(desk.news("f2", failure()));
    assertThat(desk.record().phase()).describedAs("not undone in circles").isEqualTo(Phase.FAILED);
  }

  @Test
  void givenAFailureThatWasReplayedWellWhenItIsDeliveredAgainThenTheClusterStaysReady() {
    accepted("r1", rollingBack(specification()));
    Event<ClusterEvent> late = desk.news("f1", failure());
    desk.consume(desk.news("a1", ready()));

    desk.consume(late);

    assertThat(desk.record().phase()).isEqualTo(Phase.READY);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenAnUnchangedSpecificationWhenBuiltThenNothingIsPruned() {
    built(specification());
    desk.request("r2", specification());

    desk.consume(desk.news("a2", ready()));

    assertThat(desk.record().phase()).isEqualTo(Phase.READY);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
  }

  @Test
  void givenAChangedSpecificationWhenBuiltThenWhatLeftItIsPrunedOnce() {
    built(specification());
    desk.request("r2", withoutNode("worker-2"));
    Event<ClusterEvent> ready = desk.news("a2", ready());

    desk.consume(ready);

    RemovalRequest order = order();
    assertThat(order.mode()).isEqualTo(Mode.PRUNE);
    desk.consume(removed(order));
    desk.consume(ready);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();
    assertThat(desk.record().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void givenADeathBetweenRecordAndEventWhenRedeliveredThenTheSameIsSaid() {
    String uid = built(specification());
    Event<ClusterEvent> deletion = wish("d1", deletion(uid));
    desk.consumeAndDie(deletion);
    assertThat(desk.record().phase()).isEqualTo(Phase.REMOVING);
    assertThat(desk.isIdle(StageName.ADDONS_REMOVAL)).isTrue();

    desk.consume(deletion);

    Event<?> said = desk.next(StageName.ADDONS_REMOVAL);
    assertThat(said.generation()).isEqualTo(2);
    desk.consume(deletion);
    assertThat(desk.next(StageName.ADDONS_REMOVAL).id()).isEqualTo(said.id());
  }

  @Test
  void givenADeathAfterARollbackWhenRedeliveredThenThePreviousSpecificationIsStillBuilt() {
    built(rollingBack(specification()));
    desk.request("r2", rollingBack(withoutNode("worker-2")));
    desk.consume(desk.news("f1", failure()));
    Event<ClusterEvent> gone = removed(order());
    desk.consumeAndDie(gone);

    desk.consume(gone);

    assertThat(desk.next(StageName.INFRA).generation()).isEqualTo(4);
    assertThat(desk.record().generation()).isEqualTo(4);
  }

  private String accepted(String id, ObjectNode specification) {
    return Objects.requireNonNull(desk.request(id, specification).clusterUid());
  }

  private String built(ObjectNode specification) {
    String uid = accepted("r1", specification);
    desk.consume(desk.news("a1", ready()));
    return uid;
  }

  private RemovalRequest order() {
    return ((RemovalAccepted) desk.next(StageName.ADDONS_REMOVAL).data()).order();
  }

  private Event<ClusterEvent> removed(RemovalRequest order) {
    return desk.news(
        "gone-" + order.mode(), new InfraRemoved(present(), order, List.of(), List.of()));
  }

  private Cluster present() {
    return SpecificationReader.of(Objects.requireNonNull(desk.record().specification()));
  }

  private AddonsReady ready() {
    return new AddonsReady(
        present(),
        new ControlPlane("k8s:6443", "127.1.0.10:6443", "sha256:00", "v1.36.3", new SecretRef("k")),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  private static StageFailed failure() {
    ErrorCode code = ErrorCode.PACKAGES_FAILED;
    return new StageFailed(
        StageName.BOOTSTRAP,
        code.name(),
        "apt",
        code.fix(),
        true,
        5,
        List.of(),
        List.of(),
        List.of(),
        PLACE,
        "letter");
  }

  private static ClusterDeletionRequested deletion(String uid) {
    return new ClusterDeletionRequested(uid, PLACE, null, "no longer needed", "a test");
  }

  private static CancellationRequested cancellation(String uid, boolean rollback) {
    return new CancellationRequested(uid, PLACE, null, rollback, "a mistake", "a test");
  }

  private static ObjectNode rollingBack(ObjectNode specification) {
    ((ObjectNode) specification.get("spec")).put("onFailure", "rollback");
    return specification;
  }

  private static ObjectNode withoutNode(String name) {
    ObjectNode specification = specification();
    ArrayNode nodes = (ArrayNode) specification.at("/spec/nodes");
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).get("name").asString().equals(name)) {
        nodes.remove(i);
      }
    }
    return specification;
  }
}
