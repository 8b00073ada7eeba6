package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.InfraReady;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.testkit.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.QueueBuilder;

/** The promises of delivery that the first issue makes, on a real broker. */
@Timeout(120)
class StageOnBrokerTest {

  private final TestLine test = new TestLine();

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenATriggerWhenTakenThenTheStageRunsAndItsResultReachesTheNextStage() {
    test.replica(TestStage.running(context -> {}));

    test.publish(accepted(1));

    Event<?> result = test.nextEvent(StageName.BOOTSTRAP);
    assertThat(result.type()).isEqualTo(EventType.INFRA_READY);
    assertThat(((InfraReady) result.data()).infrastructure().vpcId()).isEqualTo("vpc-1");
    assertThat(result.correlationId()).isEqualTo("build-1");
    assertThat(result.causationId()).isEqualTo("accepted-1");
    awaitStatus(Status.COMPLETE);
  }

  @Test
  void givenAStepThatHasSomethingToSayWhenItSucceedsThenItsEndInTheJournalSaysIt()
      throws Exception {
    try (JournalReader journal = JournalReader.open(TestBroker.uri().toString(), "next")) {
      test.replica(
          TestStage.running(context -> {
            context.report("looking"); // takes the place of a report in this half second
            context.remark("the quota of VPCs was not checked: denied");
          }));

      test.publish(accepted(1));

      StepFinished end = await(journal, StepFinished.class);
      assertThat(end.outcome()).isEqualTo(StepFinished.Outcome.CREATED);
      assertThat(end.message()).isEqualTo("the quota of VPCs was not checked: denied");
    }
  }

  @Test
  void givenACompleteStageWhenItsTriggerComesAgainThenTheSameEventIsPublishedAndNothingDone() {
    TestStage stage = TestStage.running(context -> {});
    test.replica(stage);
    test.publish(accepted(1));
    Event<?> first = test.nextEvent(StageName.BOOTSTRAP);
    awaitStatus(Status.COMPLETE);

    test.publish(accepted(1));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).id()).isEqualTo(first.id());
    assertThat(stage.made()).hasValue(1);
  }

  @Test
  void givenAnOlderGenerationWhenItComesLateThenItIsDropped() {
    TestStage stage = TestStage.running(context -> {});
    test.replica(stage);
    test.publish(accepted(2));
    test.nextEvent(StageName.BOOTSTRAP);
    awaitStatus(Status.COMPLETE);

    test.publish(accepted(1));
    test.publish(accepted(3));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).generation()).isEqualTo(3);
  }

  @Test
  void givenAWorkerThatDiesWhenItsLeaseIsStaleThenAnotherFinishesTheStage() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean firstIsStuck = new AtomicBoolean(true);
    TestStage stage =
        TestStage.running(context -> {
          if (firstIsStuck.getAndSet(false)) {
            begun.countDown();
            Wait.until("nothing, this worker is dead")
                .within(ofSeconds(60))
                .poll(() -> Seen.notYet("dead"));
          }
        });
    TestLine.Replica first = test.replica(stage);
    test.publish(accepted(1));
    Wait.until("the first has begun")
        .poll(() -> begun.getCount() == 0 ? Seen.yes(1) : Seen.notYet("no"));

    first.kill();
    test.replica(stage);

    assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
    awaitStatus(Status.COMPLETE);
    assertThat(test.stages().read(StageName.INFRA)).map(StageRecord::attempt).contains(2);
  }

  @Test
  void givenAFailureThatIsFinalWhenWorkedOnThenItIsPublishedAndTheTriggerIsDeadLettered()
      throws Exception {
    try (JournalReader journal = JournalReader.open(TestBroker.uri().toString(), "next")) {
      test.replica(
          TestStage.running(context -> {
            throw new ClusterlineException(ErrorCode.INSUFFICIENT_VCPU_QUOTA, "28 needed, 16 left");
          }));

      test.publish(accepted(1));

      Message dead = test.next(StageName.INFRA.deadLetterQueue());
      assertThat(CloudEventCodec.decode(dead.getBody()).id()).isEqualTo("accepted-1");
      assertThat(dead.getMessageProperties().<String>getHeader(DeadLetter.ERROR_CODE))
          .isEqualTo("INSUFFICIENT_VCPU_QUOTA");
      StageFailed failed = await(journal, StageFailed.class);
      assertThat(failed.failures())
          .singleElement()
          .satisfies(one -> assertThat(one.message()).contains("28 needed"));
      assertThat(failed.deadLetterId()).isEqualTo(dead.getMessageProperties().getMessageId());
      awaitStatus(Status.FAILED);
      assertThat(test.stages().read(StageName.INFRA))
          .map(StageRecord::result)
          .hasValueSatisfying(event ->
              assertThat(CloudEventCodec.decode(event.getBytes(UTF_8)).data()).isEqualTo(failed));
    }
  }

  @Test
  void givenAStageThatFailedWhenAnotherAsksThenItLearnsHow() {
    Event<StageFailed> failure = test.failed(StageName.CNI, ErrorCode.DOWNLOAD_FAILED);
    test.stages()
        .change(
            StageRecord.ofTrigger(StageName.CNI, 1, ""),
            record -> StageRecords.failed(record, CloudEventCodec.text(failure)));
    List<Optional<StageFailed>> answers = new CopyOnWriteArrayList<>();
    test.replica(
        TestStage.running(context -> {
          answers.add(context.support().failure(StageName.CNI));
          answers.add(context.support().failure(StageName.BOOTSTRAP));
        }));

    test.publish(accepted(1));

    awaitStatus(Status.COMPLETE);
    assertThat(answers).containsExactly(Optional.of(failure.data()), Optional.empty());
  }

  @Test
  void givenPoisonWhenConsumedThenItIsDeadLetteredWithItsReasonAndTheConsumerContinues() {
    test.replica(TestStage.running(context -> {}));
    List<String> poison =
        List.of(
            "not json",
            "[]",
            "{}",
            "{\"specversion\":\"0.3\"}",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"io.clusterline.Moon.v1\",\"subject\":\"small\"}",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"io.clusterline.ClusterAccepted.v1\",\"subject\":\"small\",\"data\":7}");

    poison.forEach(body -> test.sendRaw(StageName.INFRA, body.getBytes(UTF_8)));
    test.publish(accepted(1));

    List<String> deadLettered = new ArrayList<>();
    for (int i = 0; i < poison.size(); i++) {
      Message dead = test.next(StageName.INFRA.deadLetterQueue());
      deadLettered.add(new String(dead.getBody(), UTF_8));
      assertThat(dead.getMessageProperties().<String>getHeader(DeadLetter.ERROR_CODE))
          .isEqualTo("MALFORMED_EVENT");
    }
    assertThat(deadLettered).containsExactlyInAnyOrderElementsOf(poison);
    assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
  }

  @Test
  void givenAnEventThatNoQueueTakesWhenPublishedThenItIsAnError() {
    assertThatThrownBy(() ->
            test.sender()
                .sendRouted(
                    Topology.EVENTS, "nobody-listens.small", EventPublisher.message(new byte[0])))
        .isInstanceOf(ConfirmedSender.UndeliveredException.class)
        .hasMessageContaining("no queue takes nobody-listens.small");
  }

  @Test
  void givenABrokerWithAnotherTopologyWhenDeclaredThenTheDifferenceIsNamed() {
    test.admin().deleteQueue(StageName.ADDONS.queue());
    test.admin()
        .declareQueue(
            QueueBuilder.durable(StageName.ADDONS.queue())
                .quorum()
                .withArgument("x-delivery-limit", 3)
                .build());
    try {
      assertThatThrownBy(() -> new TopologyDeclarer(test.admin()).declare())
          .isInstanceOf(TopologyDeclarer.TopologyException.class)
          .hasMessageContaining("queue gitops-service.addons")
          .hasMessageContaining("inequivalent arg");
    } finally {
      test.admin().deleteQueue(StageName.ADDONS.queue());
    }
  }

  private void awaitStatus(Status status) {
    Wait.until("the stage is " + status)
        .within(ofSeconds(20))
        .poll(() -> {
          Status now = test.stages().read(StageName.INFRA).map(StageRecord::status).orElse(null);
          return now == status ? Seen.yes(now) : Seen.notYet("it is " + now);
        });
  }

  private static <T> T await(JournalReader journal, Class<T> type) throws java.io.IOException {
    for (int i = 0; i < 200; i++) {
      var entry = journal.next(ofSeconds(10)).orElseThrow();
      if (type.isInstance(entry.event().data())) {
        return type.cast(entry.event().data());
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " among the last 200 events");
  }
}
