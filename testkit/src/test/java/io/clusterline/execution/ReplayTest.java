package io.clusterline.execution;

import static io.clusterline.execution.TestLine.accepted;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.Delivery;
import io.clusterline.messaging.JournalReader;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.telemetry.TraceIds;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.Message;
import org.springframework.messaging.support.MessageBuilder;

/** A replayed dead letter runs its stage and the later stages again. */
@Timeout(120)
class ReplayTest {

  private final TestLine test = new TestLine();
  private final AtomicBoolean broken = new AtomicBoolean(true);
  private final TestStage stage =
      TestStage.running(context -> {
        if (broken.get()) {
          throw new ClusterlineException(ErrorCode.INSUFFICIENT_VCPU_QUOTA, "28 needed, 16 left");
        }
      });

  @AfterEach
  void close() throws Exception {
    test.close();
  }

  @Test
  void givenAFailedStageWhenItsDeadLetterComesBackThenItRunsAgainAndTheAuditHasTheReason()
      throws Exception {
    try (JournalReader journal = JournalReader.open(TestBroker.uri().toString(), "next")) {
      fail(1);
      broken.set(false);

      Message deadLetter = test.next(StageName.INFRA.deadLetterQueue());
      deadLetter.getMessageProperties().setHeader(DeadLetter.REPLAY_REASON, "quota raised");
      deadLetter.getMessageProperties().setHeader(DeadLetter.REPLAYED_BY, "me");
      test.sender().sendRouted("", StageName.INFRA.queue(), deadLetter);

      assertThat(test.nextEvent(StageName.BOOTSTRAP).type()).isEqualTo(EventType.INFRA_READY);
      test.awaitStatus(StageName.INFRA, Status.COMPLETE);
      StageReplayed audit = audit(journal);
      assertThat(audit.reason()).isEqualTo("quota raised");
      assertThat(audit.requestedBy()).isEqualTo("me");
      assertThat(audit.replay()).isEqualTo(1);
      assertThat(audit.deadLetterId()).isEqualTo(deadLetter.getMessageProperties().getMessageId());
    }
  }

  @Test
  void givenAFailedStageWhenReplayedThenWhatItPublishesIsInTheReplaysOwnTrace() throws Exception {
    try (JournalReader journal = JournalReader.open(TestBroker.uri().toString(), "next")) {
      fail(1);
      broken.set(false);
      String letter = test.replayByHand(StageName.INFRA).getMessageProperties().getMessageId();

      Event<?> result = test.nextEvent(StageName.BOOTSTRAP);

      TraceIds before = TraceIds.ofBuild("build-1");
      TraceIds replay = TraceIds.ofReplay("build-1", letter);
      assertThat(result.traceparent()).isEqualTo(replay.stage(StageName.INFRA, 1).toString());
      assertThat(spans(journal))
          .contains(before.stage(StageName.INFRA, 1).toString(), replay.root().toString());
    }
  }

  /** Those that the events up to the stage's result were published in. */
  private static List<String> spans(JournalReader journal) throws IOException {
    List<String> spans = new ArrayList<>();
    for (var entry = journal.next(Duration.ofSeconds(3));
        entry.isPresent();
        entry = journal.next(Duration.ofSeconds(3))) {
      spans.add(String.valueOf(entry.get().event().traceparent()));
    }
    return spans;
  }

  @Test
  void givenTroubleWhileADeadLetterIsTakenWhenItIsTriedLaterThenItIsStillAReplay() {
    fail(1);
    broken.set(false);
    Message deadLetter = test.next(StageName.INFRA.deadLetterQueue());

    test.queue(StageName.INFRA)
        .retry(
            new Delivery(
                MessageBuilder.withPayload(deadLetter.getBody())
                    .copyHeaders(deadLetter.getMessageProperties().getHeaders())
                    .build()));

    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
  }

  @Test
  void givenLaterStagesThatEndedWhenAnEarlierIsReplayedThenTheyRunAgainToo() {
    fail(1);
    record(StageName.BOOTSTRAP, 1, Status.COMPLETE);
    record(StageName.ADDONS, 1, Status.FAILED);
    broken.set(false);

    test.replayByHand(StageName.INFRA);
    test.awaitStatus(StageName.INFRA, Status.COMPLETE);

    assertThat(status(StageName.BOOTSTRAP)).contains(Status.RESET);
    assertThat(test.stages().read(StageName.ADDONS)).map(StageRecord::replays).contains(1);
  }

  @Test
  void givenTheSameDeadLetterTwiceWhenBothComeThenItIsReplayedOnce() {
    fail(1);
    broken.set(false);
    Message deadLetter = test.replayByHand(StageName.INFRA);
    test.awaitStatus(StageName.INFRA, Status.COMPLETE);

    test.sender().sendRouted("", StageName.INFRA.queue(), deadLetter);

    test.nextEvent(StageName.BOOTSTRAP);
    assertThat(test.nextEvent(StageName.BOOTSTRAP).type())
        .as("a copy of a complete stage's trigger: its result is said again")
        .isEqualTo(EventType.INFRA_READY);
    assertThat(stage.made()).hasValue(1);
    assertThat(test.stages().read(StageName.INFRA)).map(StageRecord::replays).contains(1);
  }

  @Test
  void givenAReplayThatFailsWhenItsNewDeadLetterComesBackThenThatIsAReplayAsWell() {
    fail(1);
    Message first = test.replayByHand(StageName.INFRA);
    Message second = test.next(StageName.INFRA.deadLetterQueue());
    assertThat(second.getMessageProperties().getMessageId())
        .isNotEqualTo(first.getMessageProperties().getMessageId());
    test.awaitStatus(StageName.INFRA, Status.FAILED);
    broken.set(false);

    test.sender().sendRouted("", StageName.INFRA.queue(), first);
    test.sender().sendRouted("", StageName.INFRA.queue(), second);

    test.awaitStatus(StageName.INFRA, Status.COMPLETE);
    assertThat(test.stages().read(StageName.INFRA)).map(StageRecord::replays).contains(2);
  }

  @Test
  void givenACopyOfTheTriggerWhenTheStageHasFailedThenItStaysFailed() {
    fail(1);
    broken.set(false);

    test.publish(accepted(1));
    test.publish(accepted(2));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).generation()).isEqualTo(2);
    assertThat(stage.made()).hasValue(1);
  }

  @Test
  void givenANewerGenerationWhenAnOldDeadLetterComesBackThenItIsStale() {
    fail(1);
    broken.set(false);
    test.publish(accepted(2));
    assertThat(test.nextEvent(StageName.BOOTSTRAP).generation()).isEqualTo(2);

    test.replayByHand(StageName.INFRA);
    test.publish(accepted(3));

    assertThat(test.nextEvent(StageName.BOOTSTRAP).generation()).isEqualTo(3);
    assertThat(stage.made()).hasValue(1);
  }

  private void fail(long generation) {
    test.replica(stage);
    test.publish(accepted(generation));
    test.awaitStatus(StageName.INFRA, Status.FAILED);
  }

  private void record(StageName name, long generation, Status status) {
    String trigger = CloudEventCodec.text(accepted(generation));
    StageRecord running = StageRecord.ofTrigger(name, generation, trigger);
    var unused =
        test.stages()
            .change(
                running,
                taken ->
                    status == Status.COMPLETE
                        ? StageRecords.complete(taken)
                        : StageRecords.failed(taken, "{}"));
  }

  private Optional<Status> status(StageName name) {
    return test.stages().read(name).map(StageRecord::status);
  }

  private static StageReplayed audit(JournalReader journal) {
    return Wait.until("the journal holds the audit")
        .within(ofSeconds(20))
        .poll(() -> {
          try {
            return journal.next(ofSeconds(5)).map(entry -> entry.event().data()).orElse(null)
                    instanceof StageReplayed replayed
                ? Seen.yes(replayed)
                : Seen.notYet("another event");
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
