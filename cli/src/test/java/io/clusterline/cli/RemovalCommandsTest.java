package io.clusterline.cli;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.event.StageName.INFRA_REMOVAL;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking for a removal on a real broker; the test answers in the place of the services. */
class RemovalCommandsTest {

  @TempDir private Path cache;
  private TestLine line;
  private Commands commands;

  @BeforeEach
  void startWithACluster() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.on(TestBroker.uri(), cache);
    publish(new Story(1).requested(0).accepted(1).started(1, INFRA, step("vpc/main")).events());
    line.admin().purgeQueue(ACCEPT.queue());
  }

  @AfterEach
  void close() throws Exception {
    line.close();
  }

  private void publish(List<Event<?>> events) {
    try (Requests requests =
        new Requests(TestBroker.uri().toString(), java.time.Clock.systemUTC())) {
      events.forEach(requests::publish);
    }
  }

  /** Runs the command and publishes replies to its request. */
  private Answer runAndReply(Function<Event<?>, RemovalStory> reply, String... arguments) {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> commands.run(arguments));
    Event<?> request = line.nextEvent(ACCEPT);
    publish(reply.apply(request).events());
    return answer.join();
  }

  @Test
  void givenAClusterWhenDeletedWithoutYesThenItListsWhatWouldBeDeletedAndNothingIsAsked() {
    Answer answer = commands.run("delete", Story.name());

    assertThat(answer.exitCode()).isEqualTo(64);
    assertThat(answer.err())
        .contains("deletes the cluster 'small' (uid uid, generation 1, building)", "--yes");
    assertThat(line.admin().getQueueInfo(ACCEPT.queue()).getMessageCount()).isZero();
  }

  @Test
  void givenAClusterWhenDeletedThenItsRemovalIsShownToItsEnd() {
    Answer answer =
        runAndReply(
            request -> {
              assertThat(request.data())
                  .isEqualTo(
                      new ClusterDeletionRequested(
                          "uid",
                          ClusterLocation.of(Story.cluster().spec().aws()),
                          1L,
                          "moved",
                          System.getProperty("user.name")));
              return new RemovalStory(Mode.DELETE, 2, 0, request.id()).accepted(20).deleted(25);
            },
            "delete",
            Story.name(),
            "--yes",
            "--wait",
            "--reason",
            "moved");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("delete begins: not needed", "Deleted 5 resources", "Skipped 1:")
        .contains("volume vol-1   the API server did not answer");
    assertThat(commands.run("get").out()).containsPattern("small +2 +removed");
    assertThat(commands.run("watch", Story.name()).out()).contains("Deleted 5 resources");
  }

  @Test
  void givenARefusalWhenDeletedThenItIsShownWithItsRemedy() {
    Answer answer =
        runAndReply(
            request ->
                new RemovalStory(Mode.DELETE, 2, 0, request.id()).refused(20, "DELETION_PROTECTED"),
            "delete",
            Story.name(),
            "--yes",
            "--wait");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out())
        .contains("The request was refused: DELETION_PROTECTED", "What to do: Do this.");
    assertThat(commands.run("get", Story.name()).out())
        .containsPattern("small +1 +building")
        .contains("Last request refused", "DELETION_PROTECTED: that cannot be", "Do this.");
  }

  @Test
  void givenARefusalOfTheOldFormWhenDeletedThenItEndsTheCommandToo() {
    Answer answer =
        runAndReply(
            request ->
                new RemovalStory(Mode.DELETE, 2, 0, request.id())
                    .refusedByTheStage(20, "DELETION_PROTECTED"),
            "delete",
            Story.name(),
            "--yes",
            "--wait");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("The request was refused: DELETION_PROTECTED");
  }

  @Test
  void givenAClusterThatAnotherHasDeletedMeanwhileWhenDeletedThenThatIsSuccess() {
    Answer answer =
        runAndReply(
            request ->
                new RemovalStory(Mode.DELETE, 2, 0, request.id()).refused(20, "UNKNOWN_CLUSTER"),
            "delete",
            Story.name(),
            "--yes",
            "--wait");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("small is already deleted.");
  }

  @Test
  void givenTheEndOfADeletedClusterWhenDeletedThenThatIsSuccess() {
    Answer answer =
        runAndReply(
            request -> new RemovalStory(Mode.DELETE, 2, 0, request.id()).alreadyDeleted(20),
            "delete",
            Story.name(),
            "--yes",
            "--wait");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("small is already deleted.");
  }

  @Test
  void givenAReadyClusterWhenCancelledThenThereIsNothingToCancel() {
    Answer answer =
        runAndReply(
            request ->
                new RemovalStory(Mode.ROLLBACK, 2, 0, request.id())
                    .refused(20, "NOTHING_TO_CANCEL", "nothing to cancel: small is ready"),
            "cancel",
            Story.name(),
            "--wait");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.out()).contains("Nothing to cancel: small is ready.");
  }

  @Test
  void givenADeletedClusterWhenDeletedThenNothingIsAskedAndThatIsSuccess() {
    publish(new RemovalStory(Mode.DELETE, 2, 0, "x").accepted(20).deleted(25).events());
    line.admin().purgeQueue(ACCEPT.queue());

    Answer answer = commands.run("delete", Story.name(), "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("small is already deleted.");
    assertThat(line.admin().getQueueInfo(ACCEPT.queue()).getMessageCount()).isZero();
  }

  @Test
  void givenAMisspeltNameWhenDeletedThenTheRightOneIsSuggested() {
    Answer answer = commands.run("delete", "smal", "--yes");

    assertThat(answer.exitCode()).isEqualTo(64);
    assertThat(answer.err()).contains("No cluster \"smal\". Did you mean \"small\"?");
  }

  @Test
  void givenARemovalThatFailsWhenGotThenTheCommandThatReplaysItIsNamed() {
    Answer answer =
        runAndReply(
            request ->
                new RemovalStory(Mode.DELETE, 2, 0, request.id())
                    .accepted(20)
                    .failed(21, INFRA_REMOVAL, "LEFTOVERS"),
            "delete",
            Story.name(),
            "--yes",
            "--wait",
            "-o",
            "json");

    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.values("deadLetterId")).containsExactly("letter-9");
    assertThat(commands.run("get", Story.name()).out())
        .containsPattern("small +2 +failed +infra-removal")
        .contains("./clusterline dead-letters replay letter-9 --reason");
  }

  @Test
  void givenABuildWhenCancelledThenItIsStopped() {
    Answer answer =
        runAndReply(
            request -> {
              assertThat(request.data())
                  .isInstanceOfSatisfying(
                      CancellationRequested.class,
                      cancellation -> {
                        assertThat(cancellation.rollback()).isFalse();
                        assertThat(cancellation.ifGeneration()).isEqualTo(1);
                      });
              return new RemovalStory(Mode.ROLLBACK, 2, 0, request.id()).cancelled(20);
            },
            "cancel",
            Story.name(),
            "--wait");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out())
        .contains("The build is stopped. Its resources still exist and cost money.");
    assertThat(commands.run("get").out()).containsPattern("small +2 +stopped");
  }

  @Test
  void givenNoWaitWhenDeletedThenTheCommandReturnsAtOnce() {
    assertThat(commands.run("delete", Story.name(), "--yes", "--no-wait").exitCode()).isZero();
    assertThat(line.nextEvent(ACCEPT).data()).isInstanceOf(ClusterDeletionRequested.class);
  }

  @Test
  void givenARotationWhenAppliedThenTheRequestAsksForIt() {
    commands.run("apply", "-f", "../deploy/clusters/small.yaml", "--rotate-secrets");

    assertThat(line.nextEvent(ACCEPT).data())
        .isInstanceOfSatisfying(
            ClusterRequested.class, request -> assertThat(request.rotateSecrets()).isTrue());
  }

  @Test
  void givenApprovalsWhenAppliedThenTheRequestCarriesThem() {
    commands.run(
        "apply",
        "-f",
        "../deploy/clusters/small.yaml",
        "--approve",
        "instance/worker-1",
        "--approve",
        "volume/data");

    assertThat(line.nextEvent(ACCEPT).data())
        .isInstanceOfSatisfying(
            ClusterRequested.class,
            request ->
                assertThat(request.approvals())
                    .containsExactly("instance/worker-1", "volume/data"));
  }
}
