package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.cancellation;
import static io.clusterline.infra.accept.AcceptSamples.deletion;
import static io.clusterline.infra.accept.AcceptSamples.infraRemoved;
import static io.clusterline.infra.accept.AcceptSamples.ready;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static io.clusterline.testkit.StoreCall.any;
import static io.clusterline.testkit.StoreCall.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.ClusterRequested;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.state.ClusterRecord.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;

/** Requests that were put aside, and came back after something else was accepted. */
@Timeout(180)
class WaitingRequestTest {

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
  void givenARequestThatWaitsForARemovalWhenTheRemovalEndsThenItIsAccepted() {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    RemovalRequest order = accept.removalRequest();
    accept.consume(request("r2", ClusterRequested.of(specification())));
    Message waited = accept.returned();
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), order)));

    accept.consume(waited);

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(3);
  }

  @Test
  void givenARequestThatWaitsForARemovalWhenAnotherIsAcceptedMeanwhileThenItIsRefused()
      throws Exception {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    RemovalRequest order = accept.removalRequest();
    accept.consume(request("r2", ClusterRequested.of(specification())));
    Message waited = accept.returned();
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), order)));
    accept.apply("r3", withoutNode("worker-2"));

    accept.consume(waited);

    assertThat(accept.refusal().code()).isEqualTo("GENERATION_CONFLICT");
    assertThat(accept.record().generationOf("/tests", "r2")).isEmpty();
    assertThat(accept.record().generation()).isEqualTo(3);
  }

  @Test
  void givenARequestWhoseWriteFailedWhenAnotherIsAcceptedMeanwhileThenItIsRefused()
      throws Exception {
    built();
    accept.store.on(writes()).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(request("r2", ClusterRequested.of(withoutNode("worker-2"))));
    Message waited = accept.returned();
    assertThat(waited.getMessageProperties().getHeaders())
        .containsEntry(DeadLetter.SEEN_GENERATION, 1L)
        .containsEntry(DeadLetter.SEEN_UID, accept.record().uid());
    accept.apply("r3", specification());

    accept.consume(waited);

    assertThat(accept.refusal().code()).isEqualTo("GENERATION_CONFLICT");
    assertThat(accept.record().generation()).isEqualTo(2);
  }

  @Test
  void givenARequestWhoseWriteFailedWhenNothingElseIsAcceptedThenItIsAcceptedWhenItComesBack() {
    built();
    accept.store.on(writes()).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(request("r2", ClusterRequested.of(withoutNode("worker-2"))));

    accept.consume(accept.returned());

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(2);
  }

  @Test
  void givenARequestWhoseWriteLostItsAnswerWhenItComesBackThenItIsTheSameGeneration() {
    built();
    accept.store.on(writes()).times(1).losesItsAnswer(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(request("r2", ClusterRequested.of(withoutNode("worker-2"))));

    accept.consume(accept.returned());

    assertThat(accept.next(StageName.INFRA).generation()).isEqualTo(2);
  }

  @Test
  void givenAStoreThatCouldNotBeReadWhenAnotherIsAcceptedMeanwhileThenTheRequestIsRefused()
      throws Exception {
    String uid = built();
    accept.store.on(any()).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(request("d1", deletion(uid)));
    Message waited = accept.returned();
    assertThat(waited.getMessageProperties().getHeaders())
        .containsKey(DeadLetter.FIRST_SEEN)
        .doesNotContainKey(DeadLetter.SEEN_GENERATION);
    accept.apply("r2", specification());

    accept.consume(waited);

    assertThat(accept.refusal().code()).isEqualTo("GENERATION_CONFLICT");
    assertThat(accept.record().phase()).isEqualTo(Phase.BUILDING);
  }

  @Test
  void givenAStoreThatCouldNotBeReadWhenNothingElseIsAcceptedThenTheRequestIsAccepted() {
    String uid = built();
    accept.store.on(any()).times(1).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(request("d1", deletion(uid)));

    accept.consume(accept.returned());

    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVING);
  }

  @Test
  void givenAnotherGenerationThanTheOneMeantWhenDeletedOrCancelledThenItIsRefused()
      throws Exception {
    String uid = built();
    accept.apply("r2", specification());

    accept.consume(request("d1", deletion(uid, 1L)));
    assertThat(accept.refusal().code()).isEqualTo("GENERATION_CONFLICT");
    accept.consume(request("c1", cancellation(uid, false, 1L)));
    assertThat(accept.refusal().code()).isEqualTo("GENERATION_CONFLICT");

    accept.consume(request("c2", cancellation(uid, false, 2L)));
    assertThat(accept.record().phase()).isEqualTo(Phase.HELD);
    accept.consume(request("d2", deletion(uid, 3L)));
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVING);
  }

  private String built() {
    return accept.built(specification(), ready(SpecificationReader.bind(specification())));
  }
}
