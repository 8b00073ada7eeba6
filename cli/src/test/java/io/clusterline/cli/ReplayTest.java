package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.StageReplayed;
import io.clusterline.execution.TestLine;
import io.clusterline.execution.TestStage;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.testkit.TestBroker;
import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stage that failed begins again: by our command, and by RabbitMQ's plain client. */
@Timeout(180)
class ReplayTest {

  private static final Path EXAMPLE = Path.of("../docs/examples/ReplayDeadLetter.java");
  private static final Pattern CLIENT =
      Pattern.compile("/(amqp-client|netty-[a-z-]+|slf4j-api)-[^/]*\\.jar$");

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
    line.close();
  }

  /** Generation 1, whose stage fails for good that often. */
  private void fail(int times) {
    AtomicInteger left = new AtomicInteger(times);
    line.replica(
        TestStage.running(context -> {
          if (left.getAndDecrement() > 0) {
            throw new ClusterlineException(ErrorCode.INSUFFICIENT_VCPU_QUOTA, "28 needed, 16 left");
          }
        }));
    line.publish(TestLine.accepted(1));
    line.awaitStatus(INFRA, Status.FAILED);
  }

  private String deadLetterId() {
    return commands.run("dead-letters", "list", "-o", "json").values("id").getFirst();
  }

  private Answer replay(String id) {
    return commands.run("dead-letters", "replay", id, "--reason", "granted", "-o", "json");
  }

  private List<StageReplayed> audit() throws Exception {
    List<StageReplayed> audit = new ArrayList<>();
    History.read(
        TestBroker.uri().toString(),
        event -> {
          if (event.data() instanceof StageReplayed replayed) {
            audit.add(replayed);
          }
        });
    return audit;
  }

  @Test
  void givenAFailedStageWhenItsDeadLetterIsReplayedThenItRunsAgainWithinFiveSeconds()
      throws Exception {
    fail(1);

    Answer answer = replay(deadLetterId());

    assertThat(answer.values("outcome")).containsExactly("replayed");
    assertThat(answer.exitCode()).isZero();
    BigDecimal seconds = answer.json().getFirst().path("seconds").decimalValue();
    System.out.println("replay: " + seconds + " s from the command to the stage running again");
    assertThat(seconds).isLessThan(BigDecimal.valueOf(5));
    line.awaitStatus(INFRA, Status.COMPLETE);
    assertThat(audit())
        .singleElement()
        .satisfies(replayed -> {
          assertThat(replayed.reason()).isEqualTo("granted");
          assertThat(replayed.requestedBy()).isEqualTo(System.getProperty("user.name"));
        });
  }

  @Test
  void givenAReplayThatFailsWhenItsOwnDeadLetterIsReplayedThenTheStageCompletes() {
    fail(2);
    String first = deadLetterId();
    assertThat(replay(first).exitCode()).isZero();
    line.awaitStatus(INFRA, Status.FAILED);
    String second = deadLetterId();
    assertThat(second).isNotEqualTo(first);

    assertThat(replay(second).exitCode()).isZero();

    line.awaitStatus(INFRA, Status.COMPLETE);
  }

  @Test
  void givenASpecificationThatHasChangedSinceWhenReplayedThenItIsRefused() {
    fail(1);
    String id = deadLetterId();
    line.publish(TestLine.accepted(2));
    line.awaitStatus(INFRA, Status.COMPLETE);

    Answer answer = replay(id);

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).contains("generation 1 of small", "the newest is generation 2");
    assertThat(deadLetterId()).isEqualTo(id);
  }

  @Test
  void givenTwoWhoReplayTheSameDeadLetterThenTheStageIsReplayedOnce() throws Exception {
    fail(1);
    String id = deadLetterId();

    CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> replay(id));
    List<Answer> answers = List.of(replay(id), other.join());

    assertThat(answers).extracting(Answer::exitCode).containsExactlyInAnyOrder(0, 1);
    line.awaitStatus(INFRA, Status.COMPLETE);
    assertThat(audit()).hasSize(1);
  }

  @Test
  void givenAFailedStageWhenItsDeadLetterIsMovedByThePlainClientThenItRunsAgain() throws Exception {
    fail(1);

    assertThat(movedByThePlainClient()).isEqualTo("moved 1\n0");

    line.awaitStatus(INFRA, Status.COMPLETE);
    assertThat(audit()).singleElement().extracting(StageReplayed::reason).isEqualTo("");
  }

  private String movedByThePlainClient() throws Exception {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            clientOnly(),
            EXAMPLE.toString(),
            INFRA.queue());
    java.environment().put("CLUSTERLINE_RABBITMQ_URI", TestBroker.uri().toString());
    java.redirectError(cache.resolve("stderr").toFile());
    Process process = java.start();
    String message = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the example ends").isTrue();
    return message + process.exitValue();
  }

  /** The client with what it needs, and nothing of ours. */
  private static String clientOnly() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> CLIENT.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
