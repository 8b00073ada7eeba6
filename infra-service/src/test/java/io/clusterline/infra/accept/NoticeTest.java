package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.deletion;
import static io.clusterline.infra.accept.AcceptSamples.failure;
import static io.clusterline.infra.accept.AcceptSamples.infraRemoved;
import static io.clusterline.infra.accept.AcceptSamples.present;
import static io.clusterline.infra.accept.AcceptSamples.ready;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static io.clusterline.testkit.StoreCall.verb;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageStore;
import io.clusterline.testkit.StoreCall.Verb;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of stages at the accept stage: they count when the stage has recorded them. */
@Timeout(180)
class NoticeTest {

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
  void givenALivingClusterWhenAnInfraRemovedIsForgedThenItsLedgerStays() throws Exception {
    built();
    StageStore stages = accept.stages();
    stages.ledger(StageName.INFRA).write(entry());
    RemovalRequest order = new RemovalRequest(Mode.DELETE, 1, 0, "?", "somebody");

    accept.consume(accept.forged("gone", infraRemoved(accept.record(), order)));

    Event<?> refused = accept.publishedEvent(RequestRefused.class);
    assertThat(((RequestRefused) refused.data()).code()).isEqualTo("FORGED_EVENT");
    assertThat(refused.causationId()).isEqualTo("gone");
    assertThat(accept.deadLetter().getMessageProperties().getHeaders())
        .containsEntry("x-clusterline-error-code", "FORGED_EVENT");
    assertThat(stages.ledger(StageName.INFRA).entries()).hasSize(1);
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void givenARemovalUnderWayWhenItsEndIsForgedThenTheClusterIsStillBeingRemoved() throws Exception {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));

    accept.consume(accept.forged("gone", infraRemoved(accept.record(), accept.removalRequest())));

    assertThat(accept.refusal().code()).isEqualTo("FORGED_EVENT");
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVING);
  }

  @Test
  void givenABuildWhenItsEndIsForgedThenTheClusterIsNotReady() throws Exception {
    accept.apply("r1", specification());

    accept.consume(accept.forged("a1", ready(present(accept.record()))));

    assertThat(accept.refusal().code()).isEqualTo("FORGED_EVENT");
    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
  }

  @Test
  void givenAFailureThatNoStageHasRecordedWhenItArrivesThenTheClusterIsStillBeingBuilt() {
    accept.apply("r1", specification());

    accept.consume(accept.forged("f1", failure(StageName.BOOTSTRAP)));

    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenAFailureThatContradictsTheRecordedOneWhenItArrivesThenItIsForged() throws Exception {
    accept.apply("r1", specification());
    accept.notice("f1", failure(StageName.BOOTSTRAP));

    accept.consume(accept.forged("f2", failure(StageName.BOOTSTRAP)));

    assertThat(accept.refusal().code()).isEqualTo("FORGED_EVENT");
    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
  }

  @Test
  void givenADeathAfterTheRecordIsRemovedWhenTheEndIsRedeliveredThenTheRestIsDeleted() {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    Event<ClusterEvent> end =
        accept.notice("gone", infraRemoved(accept.record(), accept.removalRequest()));
    accept.store.on(verb(Verb.LIST)).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(end);
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
    assertThat(accept.state().stages(uid).read(StageName.INFRA_REMOVAL)).isPresent();

    accept.consume(end);

    assertThat(accept.state().stages(uid).read(StageName.INFRA_REMOVAL)).isEmpty();
    assertThat(accept.hasDeadLetter()).isFalse();
    accept.consume(end);
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenRecordsThatACrashHasLeftWhenTheNameIsUsedAgainThenTheyAreDeletedAndNoOthers() {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    Event<ClusterEvent> end =
        accept.notice("gone", infraRemoved(accept.record(), accept.removalRequest()));
    accept.store.on(verb(Verb.LIST)).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(end);

    accept.apply("r2", specification());
    accept.notice("a2", ready(present(accept.record())));
    accept.consume(end);

    assertThat(accept.state().stages(uid).read(StageName.INFRA_REMOVAL)).isEmpty();
    assertThat(accept.stages().read(StageName.ADDONS)).isPresent();
    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
  }

  @Test
  void givenAChangedSpecificationWhenBuiltThenTheRecordHoldsThePruneUntilItHasEnded() {
    built();
    accept.apply("r2", withoutNode("worker-2"));

    accept.consume(accept.notice("a2", ready(present(accept.record()))));

    RemovalRequest order = accept.removalRequest();
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.record().isRemoving(order)).isTrue();
    Event<ClusterEvent> end = accept.notice("gone", infraRemoved(accept.record(), order));
    accept.consume(end);
    ClusterRecord pruned = accept.record();
    assertThat(pruned.isRemoving(order)).isFalse();
    accept.consume(end);
    assertThat(accept.record()).isEqualTo(pruned);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  private String built() {
    return accept.built(specification(), ready(SpecificationReader.bind(specification())));
  }

  private static LedgerEntry entry() {
    Address address = new Address("instance", "worker-1");
    return new LedgerEntry(
        address, "instance", 1, 1, "", AcceptHarness.REGION, "token", null, List.of());
  }
}
