package io.clusterline.cli;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.DeadLetterDiscarded;
import io.clusterline.event.StageName;
import io.clusterline.execution.TestLine;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;

/** The dead-letter commands on a real broker, while no service runs. */
class DeadLettersTest {

  private static final ClusterlineException DENIED =
      new ClusterlineException(ErrorCode.AWS_DENIED, "not allowed to ec2:RunInstances");

  @TempDir private Path cache;
  private TestLine line;
  private Commands commands;

  @BeforeEach
  void startWithAnEmptyJournal() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.on(TestBroker.uri(), cache);
  }

  @AfterEach
  void close() throws Exception {
    new TopologyDeclarer(line.admin()).declare();
    line.close();
  }

  private String deadLetter(StageName stage, long generation, int attempts) {
    byte[] trigger = CloudEventCodec.encode(TestLine.accepted(generation));
    String id = StageQueue.deadLetterId(stage, trigger, attempts);
    line.queue(stage).deadLetter(trigger, DENIED, attempts, id);
    return id;
  }

  @Test
  void givenDeadLettersWhenListedTwiceThenNoneIsLostAndTheirOrderStays() {
    List<String> ids = new ArrayList<>();
    for (int attempts = 1; attempts <= 5; attempts++) {
      ids.add(deadLetter(INFRA, 1, attempts));
    }

    for (int look = 0; look < 3; look++) {
      assertThat(commands.run("dead-letters", "list", "-o", "json").values("id"))
          .containsExactlyElementsOf(ids);
    }
    for (String id : ids) {
      assertThat(line.next(INFRA.deadLetterQueue()).getMessageProperties().getMessageId())
          .isEqualTo(id);
    }
  }

  @Test
  void givenADeadLetterWhenShownThenItHasTheReasonAndTheFix() {
    String id = deadLetter(INFRA, 1, 3);

    Answer answer = commands.run("dead-letters", "show", id);

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("queue       infra-service.infra.dlq", "attempts    3", "cluster     small")
        .contains("AWS_DENIED: not allowed to ec2:RunInstances")
        .contains("what to do  " + ErrorCode.AWS_DENIED.fix())
        .contains("./clusterline dead-letters replay " + id)
        .contains("\"type\" : \"io.clusterline.ClusterAccepted.v1\"");
  }

  @Test
  void givenADeadLetterThatTheBrokerDeadLetteredWhenListedThenItsReasonIsTheBrokers()
      throws Exception {
    line.publish(TestLine.accepted(1));
    reject(INFRA.queue());

    List<String> codes =
        Wait.until("the broker has moved it")
            .poll(() -> {
              var codesNow = commands.run("dead-letters", "list", "-o", "json").values("code");
              return codesNow.isEmpty() ? Seen.notYet("no letter") : Seen.yes(codesNow);
            });

    assertThat(codes).containsExactly("rejected");
  }

  @Test
  void givenDeadLettersWhenAStageIsReplayedThenItsQueueHasThemAsTheyFirstCame() {
    String id = deadLetter(INFRA, 1, 3);
    String other = deadLetter(BOOTSTRAP, 1, 3);

    Answer answer =
        commands.run(
            "dead-letters",
            "replay",
            "--stage",
            "infra",
            "--reason",
            "granted",
            "--timeout",
            "0",
            "-o",
            "json");

    assertThat(answer.values("outcome")).containsExactly("queued");
    assertThat(answer.exitCode()).as("no service runs").isEqualTo(69);
    Message message = line.next(INFRA.queue());
    assertThat(CloudEventCodec.decode(message.getBody()).id()).isEqualTo("accepted-1");
    assertThat(message.getMessageProperties().getHeaders())
        .containsEntry(DeadLetter.ID, id)
        .containsEntry(DeadLetter.REPLAY_REASON, "granted")
        .containsEntry(DeadLetter.REPLAYED_BY, System.getProperty("user.name"))
        .doesNotContainKeys(DeadLetter.ATTEMPT, DeadLetter.ERROR_CODE, DeadLetter.DEAD_LETTERED_AT);
    assertThat(commands.run("dead-letters", "list", "-o", "json").values("id"))
        .containsExactly(other);
  }

  @Test
  void givenDeadLettersWhenReplayedDryThenNothingMoves() {
    List<String> ids = List.of(deadLetter(INFRA, 1, 1), deadLetter(BOOTSTRAP, 1, 1));

    Answer answer =
        commands.run("dead-letters", "replay", "--all", "--dry-run", "--reason", "x", "-o", "json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.values("outcome")).containsExactly("would-replay", "would-replay");
    assertThat(commands.run("dead-letters", "list", "-o", "json").values("id"))
        .containsExactlyElementsOf(ids);
  }

  @Test
  void givenANewerGenerationWhenAnOlderIsReplayedByIdThenNothingAtAllIsPublished() {
    String old = deadLetter(INFRA, 1, 1);
    String young = deadLetter(BOOTSTRAP, 2, 1);
    line.publish(TestLine.accepted(2));
    line.next(INFRA.queue());

    Answer answer = commands.run("dead-letters", "replay", young, old, "--reason", "x");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err())
        .contains(old, "generation 1 of small", "newest is generation 2", "nothing was replayed")
        .contains("./clusterline apply");
    assertThat(commands.run("dead-letters", "list", "-o", "json").values("id"))
        .containsExactly(old, young);
  }

  @Test
  void givenANewerGenerationWhenAllAreReplayedThenTheOlderAloneIsRefusedAndStays() {
    String old = deadLetter(INFRA, 1, 1);
    deadLetter(BOOTSTRAP, 2, 1);
    line.publish(TestLine.accepted(2));

    Answer answer =
        commands.run(
            "dead-letters", "replay", "--all", "--reason", "x", "--timeout", "0", "-o", "json");

    assertThat(answer.values("outcome")).containsExactly("refused", "queued");
    assertThat(commands.run("dead-letters", "list", "-o", "json").values("id"))
        .containsExactly(old);
  }

  @Test
  void givenAnUnknownIdWhenReplayedThenTheIdsThatThereAreAreNamed() {
    String id = deadLetter(INFRA, 1, 1);

    Answer answer = commands.run("dead-letters", "replay", "0000", "--reason", "x");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("no dead letter has the id '0000'", id);
  }

  @Test
  void givenAStageWithoutQueueWhenItsDeadLetterIsReplayedThenItComesBackAndStays() {
    String id = deadLetter(INFRA, 1, 1);
    line.admin().deleteQueue(INFRA.queue());

    Answer answer = commands.run("dead-letters", "replay", id, "--reason", "x", "-o", "json");

    assertThat(answer.values("outcome")).containsExactly("returned");
    assertThat(answer.exitCode()).isEqualTo(69);
    assertThat(commands.run("dead-letters", "list", "-o", "json").values("id")).containsExactly(id);
  }

  @Test
  void givenTwoWhoReplayTheSameDeadLetterThenOneDoesAndTheOtherReportsThatItIsDeleted() {
    String id = deadLetter(INFRA, 1, 1);
    String[] replay = {"dead-letters", "replay", id, "--reason", "x", "--timeout", "0"};

    CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> commands.run(replay));
    List<Answer> answers = List.of(commands.run(replay), other.join());

    assertThat(answers).extracting(Answer::exitCode).containsExactlyInAnyOrder(69, 1);
    assertThat(answers)
        .filteredOn(answer -> answer.exitCode() == 1)
        .allSatisfy(answer -> assertThat(answer.err()).contains("no dead letter has the id"));
    line.next(INFRA.queue());
    assertThat(line.admin().getQueueInfo(INFRA.queue()).getMessageCount()).isZero();
  }

  @Test
  void givenADeadLetterWhenDiscardedThenItIsDeletedAndTheJournalNamesWhoAndWhy() {
    byte[] poison = "not json".getBytes(StandardCharsets.UTF_8);
    String id = StageQueue.deadLetterId(INFRA, poison);
    line.queue(INFRA).deadLetter(poison, DENIED, 1, id);
    String reason = "not one of ours";

    assertThat(commands.run("dead-letters", "discard", id, "--reason", reason).exitCode()).isZero();

    assertThat(commands.run("dead-letters", "list").out()).contains("No dead letters.");
    Answer journal = commands.run("events", "invalid", "-o", "json");
    assertThat(journal.out().lines())
        .singleElement()
        .satisfies(line ->
            assertThat(CloudEventCodec.decode(line.getBytes(StandardCharsets.UTF_8)).data())
                .isEqualTo(
                    new DeadLetterDiscarded(
                        INFRA, id, "AWS_DENIED", reason, System.getProperty("user.name"))));
    assertThat(commands.run("dead-letters", "show", id).err()).contains("it was discarded at");
  }

  @Test
  void givenNoReasonOrNoDeadLetterWhenReplayedThenItIsAUsageError() {
    assertThat(commands.run("dead-letters", "replay", "--all").exitCode()).isEqualTo(64);
    assertThat(commands.run("dead-letters", "replay", "--reason", "x").exitCode()).isEqualTo(64);
    assertThat(commands.run("dead-letters").exitCode()).isEqualTo(64);
    assertThat(commands.run("dead-letters", "list", "--stage", "paint").err())
        .contains("no stage is called 'paint'", "infra-removal");
  }

  private static void reject(String queue) throws Exception {
    var factory = new com.rabbitmq.client.ConnectionFactory();
    factory.setUri(TestBroker.uri());
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      channel.basicReject(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
    }
  }
}
