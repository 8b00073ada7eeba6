package io.clusterline.cli;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.INFRA_REMOVAL;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Finding;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply --wait} on a real broker; the test answers in the place of the services. */
class WaitingCommandsTest {

  private static final String FILE = "../deploy/clusters/small.yaml";

  @TempDir private Path cache;
  private TestLine line;
  private Commands commands;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.on(TestBroker.uri(), cache);
  }

  @AfterEach
  void close() throws Exception {
    line.close();
  }

  private static void publish(List<Event<?>> events) {
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      events.forEach(requests::publish);
    }
  }

  /** The command, and what the services say to its request. */
  private Answer apply(Function<Event<?>, List<Event<?>>> reply, String... options) {
    List<String> arguments = new ArrayList<>(List.of("apply", "-f", FILE, "--wait"));
    arguments.addAll(List.of(options));
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> commands.run(arguments.toArray(String[]::new)));
    publish(reply.apply(line.nextEvent(ACCEPT)));
    return answer.join();
  }

  private static Story begunStory(long generation, Event<?> request) {
    return new Story(generation, request.id()).accepted(1).started(1, INFRA, step("vpc/main"));
  }

  private static Story ready(long generation, Event<?> request) {
    return begunStory(generation, request)
        .ran(INFRA, "vpc/main", 1, 3)
        .infraReady(3)
        .nodesJoined(8)
        .cniReady(9)
        .addonsReady(12);
  }

  private static List<Event<?>> concat(List<Event<?>> first, List<Event<?>> then) {
    List<Event<?>> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  @Test
  void givenANewerGenerationWhenItIsAcceptedThenTheWaitEndsAndNamesIt() {
    Answer answer =
        apply(request ->
            concat(
                begunStory(1, request).events(),
                new Story(2, "another").requested(3).accepted(4).events()));

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("Superseded by a newer request: generation 2", "./clusterline watch small");
  }

  @Test
  void givenANewerGenerationWhenItIsSeenFirstThenTheWaitEndsToo() {
    Answer answer =
        apply(
            request ->
                concat(
                    new Story(2, "another").requested(3).accepted(4).events(),
                    begunStory(1, request).events()),
            "-o",
            "json");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.values("outcome")).containsExactly("superseded");
  }

  @Test
  void givenAMachineThatLeftTheSpecificationWhenReadyThenItsRemovalIsAwaitedAndItIsNotListed() {
    Answer answer =
        apply(request ->
            concat(
                ready(2, request).events(),
                new RemovalStory(Mode.PRUNE, 2, 0, "addons-ready")
                    .accepted(13)
                    .deleted(15, "instance/worker-1")
                    .events()));

    assertThat(answer.exitCode()).as(answer.out() + answer.err()).isZero();
    assertThat(answer.out())
        .contains("k8s-master   Ready")
        .doesNotContain("worker-1     Ready")
        .contains("no longer has them", "instance/worker-1");
  }

  @Test
  void givenARemovalThatFailsWhenAllIsReadyThenTheCommandFails() {
    Answer answer =
        apply(request ->
            concat(
                ready(2, request).events(),
                new RemovalStory(Mode.PRUNE, 2, 0, "addons-ready")
                    .accepted(13)
                    .failed(14, INFRA_REMOVAL, "LEFTOVERS")
                    .events()));

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("LEFTOVERS", "dead-letters replay letter-9");
  }

  @Test
  void givenARefusedSpecificationWhenAppliedThenItsProblemsAreShownWithExitCode65() {
    Finding finding =
        new Finding("spec.nodes[0].type", "t9.huge", "it is unknown", "use t3.medium");
    Answer answer =
        apply(request ->
            new Story(1, request.id()).refused(1, "INVALID_SPECIFICATION", finding).events());

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(answer.out())
        .contains("The request was refused: INVALID_SPECIFICATION")
        .contains("FIELD", "PROBLEM", "spec.nodes[0].type", "use t3.medium");
    assertThat(commands.run("get").out()).as("no phantom").doesNotContain("small");
  }

  @Test
  void givenARefusalOfTheOldFormWhenAppliedThenItEndsWithExitCode65Too() {
    Answer answer = apply(request -> new Story(1, request.id()).refusedByTheStage(1).events());

    assertThat(answer.exitCode()).isEqualTo(65);
    assertThat(commands.run("get").out()).doesNotContain("small");
  }

  @Test
  void givenARefusalOfAnotherRequestWhenAppliedThenTheWaitContinues() {
    Answer answer =
        apply(request ->
            concat(
                new Story(1, "another").refused(1, "GENERATION_CONFLICT").events(),
                ready(1, request).events()));

    assertThat(answer.exitCode()).isZero();
  }

  @Test
  void givenAStageThatTriesAgainWhenFollowedThenItsReasonAndTimeAreShown() {
    Answer answer =
        apply(request ->
            concat(
                begunStory(1, request).waiting(2, INFRA, "AWS_THROTTLED", 32).events(),
                ready(1, request).events()));

    assertThat(answer.out())
        .contains("tries again by 2026-11-22T10:00:32Z")
        .contains("attempt 1 of 5 failed: AWS_THROTTLED: slow down");
  }

  @Test
  void givenATimeoutWhenItIsUpThenTheBuildContinuesAndTheExitCodeIs75() {
    Answer answer = apply(request -> begunStory(1, request).events(), "--timeout", "3s");

    assertThat(answer.exitCode()).isEqualTo(75);
    assertThat(answer.err())
        .contains("The build of small continues.", "./clusterline cancel small");
  }

  @Test
  void givenNoTerminalWhenAppliedThenTheCommandReturnsAtOnce() {
    assertThat(commands.run("apply", "-f", FILE).out()).contains("./clusterline watch small");
    assertThat(line.nextEvent(ACCEPT).data())
        .isInstanceOfSatisfying(
            ClusterRequested.class, request -> assertThat(request.ifGeneration()).isNull());
  }

  @Test
  void givenAGenerationWhenAppliedThenTheRequestCarriesIt() {
    commands.run("apply", "-f", FILE, "--if-generation", "4");

    assertThat(line.nextEvent(ACCEPT).data())
        .isInstanceOfSatisfying(
            ClusterRequested.class, request -> assertThat(request.ifGeneration()).isEqualTo(4));
  }
}
