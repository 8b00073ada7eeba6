package io.clusterline.infra.accept;

import static io.clusterline.infra.accept.AcceptHarness.request;
import static io.clusterline.infra.accept.AcceptHarness.specification;
import static io.clusterline.infra.accept.AcceptSamples.cancellation;
import static io.clusterline.infra.accept.AcceptSamples.deletion;
import static io.clusterline.infra.accept.AcceptSamples.infraRemoved;
import static io.clusterline.infra.accept.AcceptSamples.protectedFromDeletion;
import static io.clusterline.infra.accept.AcceptSamples.ready;
import static io.clusterline.infra.accept.AcceptSamples.withoutNode;
import static io.clusterline.testkit.StoreCall.any;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import io.clusterline.failure.ErrorCode;
import io.clusterline.spec.Finding;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.state.AllowedLocations;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.support.AmqpHeaders;
import tools.jackson.databind.node.ObjectNode;

/** A refused request leaves an answer, the cluster as it was, and no dead letter. */
@Timeout(180)
class RefusalTest {

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
  void givenAReadyClusterWhenCancelledThenItStaysReadyAndOnlyTheRequestIsRefused()
      throws Exception {
    String uid = built();
    ClusterRecord before = accept.record();

    accept.consume(request("c1", cancellation(uid, false)));

    Event<?> refused = accept.publishedEvent(RequestRefused.class);
    RequestRefused refusal = (RequestRefused) refused.data();
    assertThat(refusal.code()).isEqualTo("NOTHING_TO_CANCEL");
    assertThat(refusal.message()).isEqualTo("nothing to cancel: small is ready");
    assertThat(refusal.request()).isEqualTo("CancellationRequested");
    assertThat(refused.causationId()).isEqualTo("c1");
    assertThat(refused.clusterUid()).isNull();
    assertThat(refused.generation()).isNull();
    assertThat(refused.correlationId()).isNull();
    assertThat(accept.record()).isEqualTo(before);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenDeletionProtectionWhenDeletedThenOnlyTheRequestIsRefused() throws Exception {
    ObjectNode specification = protectedFromDeletion(specification());
    String uid = accept.built(specification, ready(SpecificationReader.bind(specification)));

    accept.consume(request("d1", deletion(uid)));

    assertThat(accept.refusal().code()).isEqualTo("DELETION_PROTECTED");
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenADeletedClusterWhenItsDeletionIsRequestedThenItsEndIsPublishedAgain() throws Exception {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), accept.removalRequest())));

    accept.consume(request("d2", deletion(uid)));

    Event<?> end = accept.publishedEvent(InfraRemoved.class);
    assertThat(end.causationId()).isEqualTo("d2");
    assertThat(end.clusterUid()).isEqualTo(uid);
    assertThat(end.generation()).isEqualTo(2);
    assertThat(accept.hasDeadLetter()).isFalse();
    accept.consume(accept.next(StageName.ACCEPT));
    assertThat(accept.record().phase()).isEqualTo(Phase.REMOVED);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenARegionThatThePipelineMayNotUseWhenRequestedThenFieldValueAndFixAreNamed()
      throws Exception {
    accept.consume(allowing("eu-west-1"), request("r1", ClusterRequested.of(specification())));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("LOCATION_NOT_ALLOWED");
    assertThat(refusal.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.path()).isEqualTo("spec.aws.region");
          assertThat(finding.value()).isEqualTo(AcceptHarness.REGION);
          assertThat(finding.fix()).contains("eu-west-1", "CLUSTERLINE_AWS_ALLOWED_REGIONS");
        });
    assertThat(accept.state().read()).isEmpty();
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenARegionThatIsNoLongerAllowedWhenItsClusterIsDeletedThenTheRequestIsRefused()
      throws Exception {
    String uid = built();

    accept.consume(allowing("eu-west-1"), request("d1", deletion(uid)));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("LOCATION_NOT_ALLOWED");
    assertThat(refusal.findings().getFirst().path()).isEqualTo("location.region");
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
  }

  private RequestHandler allowing(String region) {
    return accept.handler(new AllowedLocations(Set.of(), Set.of(region), Set.of()));
  }

  @Test
  void givenABusyClusterWhenTheLastAttemptIsOverThenTheRequestIsRefusedWithoutADeadLetter()
      throws Exception {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));

    accept.consume(
        CloudEventCodec.encode(request("r2", ClusterRequested.of(specification()))),
        Map.of("x-clusterline-retry", 5));

    assertThat(accept.refusal().code()).isEqualTo("CLUSTER_BUSY");
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenADottedNameWhenRequestedThenItIsRefusedUnderAReadableNameThatNoClusterHas()
      throws Exception {
    ObjectNode specification = specification();
    ((ObjectNode) specification.at("/metadata")).put("name", "prod.eu");
    Event<ClusterRequested> dotted =
        new Event<>(
            "c08-1",
            "/tests",
            "prod.eu",
            Instant.now(),
            null,
            null,
            null,
            null,
            null,
            ClusterRequested.of(specification));

    accept.consume(dotted);

    Event<?> refused = accept.publishedEvent(RequestRefused.class);
    assertThat(refused.subject()).isEqualTo("invalid.prod-eu");
    assertThat(((RequestRefused) refused.data()).code()).isEqualTo("INVALID_SPECIFICATION");
  }

  @Test
  void givenARequestInBinaryModeWhenItsDeadLetterComesBackThenItIsReadAgain() throws Exception {
    accept.store.on(any()).fails(ErrorCode.AWS_UNAVAILABLE);
    accept.consume(
        Json.MAPPER.writeValueAsBytes(ClusterRequested.of(specification())),
        Map.of(
            AmqpHeaders.CONTENT_TYPE,
            "application/json",
            "cloudEvents:specversion",
            "1.0",
            "cloudEvents:type",
            "io.clusterline.ClusterRequested.v1",
            "cloudEvents:id",
            "c12-1",
            "cloudEvents:source",
            "/tests",
            "cloudEvents:subject",
            "small",
            "x-clusterline-retry",
            5));
    assertThat(accept.refusal().code()).isEqualTo("AWS_UNAVAILABLE");
    accept.store.clearRules();

    Message letter = accept.deadLetter();
    accept.consume(letter.getBody(), letter.getMessageProperties().getHeaders());

    Event<?> accepted = accept.publishedEvent(ClusterAccepted.class);
    assertThat(accepted.subject()).isEqualTo("small");
    assertThat(accepted.causationId()).isEqualTo("c12-1");
  }

  @Test
  void givenAFailureOfTheProviderWhenTheLastAttemptIsOverThenTheRequestIsDeadLettered()
      throws Exception {
    accept.store.on(any()).fails(ErrorCode.AWS_UNAVAILABLE);

    accept.consume(
        CloudEventCodec.encode(request("r2", ClusterRequested.of(specification()))),
        Map.of("x-clusterline-retry", 5));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("AWS_UNAVAILABLE");
    assertThat(accept.deadLetter().getMessageProperties().getHeaders())
        .containsEntry("x-clusterline-error-code", "AWS_UNAVAILABLE")
        .containsEntry("x-clusterline-cluster", "small")
        .containsKey("x-clusterline-first-seen");
  }

  @Test
  void givenAStoreThatRefusesUsWhenTheEndOfAStageArrivesThenItIsDeadLetteredAndNotLost()
      throws Exception {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    Event<?> end = accept.notice("gone", infraRemoved(accept.record(), accept.removalRequest()));
    accept.store.on(any()).fails(ErrorCode.AWS_DENIED);

    accept.consume(end);

    assertThat(accept.refusal().request()).isEqualTo("InfraRemoved");
    assertThat(CloudEventCodec.decode(accept.deadLetter().getBody()).id()).isEqualTo(end.id());
  }

  @Test
  void givenApprovalsThatAreNoAddressesWhenRequestedThenEachIsAFindingWithTheForm()
      throws Exception {
    ClusterRequested request =
        new ClusterRequested(
            specification(),
            null,
            List.of("instance/worker-2", "worker-1", "Instance/", "a\u202eb"),
            null);

    accept.consume(request("r1", request));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("INVALID_SPECIFICATION");
    assertThat(refusal.findings())
        .extracting(Finding::path)
        .containsExactly("data.approvals[1]", "data.approvals[2]", "data.approvals[3]");
    assertThat(refusal.findings())
        .allSatisfy(finding -> {
          assertThat(finding.fix()).contains("instance/worker-1");
          assertThat(finding.value()).doesNotContain("\u202e");
        });
    assertThat(accept.state().read()).isEmpty();
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenAnApprovalAndAFieldThatAreWrongWhenRequestedThenBothAreFound() throws Exception {
    ObjectNode specification = specification();
    ((ObjectNode) specification.at("/spec/network")).put("podCidr", "10.0.0.0/16");

    accept.consume(
        request("r1", new ClusterRequested(specification, null, List.of("worker-1"), null)));

    assertThat(accept.refusal().findings())
        .extracting(Finding::path)
        .contains("data.approvals[0]", "spec.network.podCidr");
  }

  @Test
  void givenAReadyClusterWhenAFieldThatCannotChangeIsChangedThenItIsRefusedWithTheFindings()
      throws Exception {
    built();
    ObjectNode changed = specification();
    ((ObjectNode) changed.at("/spec/network")).put("serviceCidr", "10.97.0.0/16");

    accept.consume(request("r2", ClusterRequested.of(changed)));

    RequestRefused refusal = accept.refusal();
    assertThat(refusal.code()).isEqualTo("IMMUTABLE_FIELD");
    assertThat(refusal.findings())
        .extracting(Finding::path)
        .containsExactly("spec.network.serviceCidr");
    assertThat(accept.record().phase()).isEqualTo(Phase.READY);
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  /** The zone did not offer the type: the preflight failed, and nothing was created. */
  @Test
  void givenABuildThatEndedBeforeItMadeAnythingWhenItsZoneIsCorrectedThenItIsAccepted() {
    accept.apply("r1", specification());
    ledger(StageName.INFRA, "account/caller");

    assertThat(accept.apply("r2", inAnotherZone()).generation()).isEqualTo(2);
  }

  @Test
  void givenABuildThatHasBegunTheSubnetWhenItsZoneChangesThenItIsRefused() throws Exception {
    accept.apply("r1", specification());
    ledger(StageName.INFRA, "subnet/public-b");

    accept.consume(request("r2", ClusterRequested.of(inAnotherZone())));

    assertThat(accept.refusal().findings())
        .extracting(Finding::path)
        .containsExactly("spec.network.subnets[1].zone");
  }

  private static ObjectNode inAnotherZone() {
    ObjectNode changed = specification();
    ((ObjectNode) changed.at("/spec/network/subnets/1")).put("zone", "ap-northeast-2d");
    return changed;
  }

  private void ledger(StageName stage, String address) {
    Address at = Address.parse(address);
    accept
        .state()
        .stages(accept.record().uid())
        .ledger(stage)
        .write(new LedgerEntry(at, at.kind(), 1, 1, "", "", "", null, List.of()));
  }

  @Test
  void givenADeletedClusterWhenItsNameIsUsedAgainThenEveryFieldMayDiffer() {
    String uid = built();
    accept.consume(request("d1", deletion(uid)));
    accept.consume(accept.notice("gone", infraRemoved(accept.record(), accept.removalRequest())));
    ObjectNode changed = specification();
    ((ObjectNode) changed.at("/spec/network")).put("serviceCidr", "10.97.0.0/16");

    assertThat(accept.apply("r2", changed).generation()).isEqualTo(3);
  }

  @Test
  void givenTheSameIdWithAnotherBodyWhenRequestedThenWhatWasAcceptedThenIsPublishedAgain() {
    Event<?> first = accept.apply("r1", specification());

    Event<?> second = accept.apply("r1", withoutNode("worker-2"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(((ClusterAccepted) second.data()).cluster())
        .isEqualTo(SpecificationReader.bind(specification()));
    assertThat(accept.record().generation()).isEqualTo(1);
  }

  @Test
  void givenTheSameIdWithAnInvalidBodyWhenRequestedThenWhatWasAcceptedThenIsPublishedAgain() {
    Event<?> first = accept.apply("r1", specification());
    ObjectNode invalid = specification();
    ((ObjectNode) invalid.at("/spec/network")).put("podCidr", "10.0.0.0/16");

    assertThat(accept.apply("r1", invalid).id()).isEqualTo(first.id());
  }

  @Test
  void givenARequestThatWasSupersededWhenItIsRepeatedThenItIsAnsweredSo() throws Exception {
    accept.apply("r1", specification());
    accept.apply("r2", withoutNode("worker-2"));

    accept.consume(request("r1", ClusterRequested.of(specification())));

    assertThat(accept.refusal().code()).isEqualTo("STALE_GENERATION");
    assertThat(accept.isIdle(StageName.INFRA)).isTrue();
    assertThat(accept.hasDeadLetter()).isFalse();
  }

  @Test
  void givenARequestInBinaryModeWhenRefusedThenItIsUnderTheNameOfItsOwnCluster() throws Exception {
    accept.consume(
        "{\"cluster\": {}}".getBytes(UTF_8),
        Map.of(
            "cloudEvents:subject", "small",
            "cloudEvents:id", "r1",
            "cloudEvents:type", "io.clusterline.ClusterRequested.v1"));

    Event<?> refused = accept.publishedEvent(RequestRefused.class);
    assertThat(refused.subject()).isEqualTo("small");
    assertThat(refused.causationId()).isEqualTo("r1");
    assertThat(((RequestRefused) refused.data()).code()).isEqualTo("MALFORMED_EVENT");
    assertThat(accept.hasDeadLetter()).isTrue();
  }

  private String built() {
    return accept.built(specification(), ready(SpecificationReader.bind(specification())));
  }
}
