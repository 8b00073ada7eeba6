package io.clusterline.cli;

import static io.clusterline.event.StageName.ACCEPT;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterLocation;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The state stores say which clusters exist; the journal forgets. */
class RegisterTest {

  private static final String REGION = "ap-northeast-2";

  @TempDir private Path cache;
  private TestLine line;
  private Commands commands;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    commands = Commands.onStandIn(TestBroker.uri(), cache);
  }

  @AfterEach
  void close() throws Exception {
    TestStateStore.closeAll();
    line.close();
  }

  private static void store(String name, String region, String uid, long generation) {
    store(name, region, uid, generation, ClusterRecord.Phase.READY);
  }

  private static void store(
      String name, String region, String uid, long generation, ClusterRecord.Phase phase) {
    ClusterState state = new ClusterState(TestStateStore.open(region), name);
    ClusterRecord record = ClusterRecord.initial(name, uid);
    for (long i = 0; i < generation; i++) {
      record =
          record.accepting("/test", "request-" + i, specification(name, region), "b", List.of());
    }
    state.change(record.withEnd(phase), UnaryOperator.identity());
  }

  /** A specification that no release of today would accept. */
  private static JsonNode specification(String name, String region) {
    ObjectNode cluster = (ObjectNode) SpecificationWriter.toTree(Story.cluster());
    ((ObjectNode) cluster.get("metadata")).put("name", name);
    ((ObjectNode) cluster.at("/spec/aws")).put("region", region);
    ((ObjectNode) cluster.at("/spec/kubernetes")).put("version", "1.28.2");
    return cluster;
  }

  private static void publish(Story story) {
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      story.events().forEach(requests::publish);
    }
  }

  @Test
  void givenAClusterThatTheJournalForgotWhenGotThenTheStateStoreKnowsIt() {
    store("old", REGION, "uid-old", 3);

    Answer list = commands.run("get", "--region", REGION);
    assertThat(list.exitCode()).isZero();
    assertThat(list.out()).containsPattern("old +3 +ready +- +- +" + REGION);
    Answer one = commands.run("get", "old", "--region", REGION, "-o", "json");
    assertThat(one.values("uid")).containsExactly("uid-old");
    assertThat(one.values("phase")).containsExactly("ready");
    assertThat(commands.run("get", "old", "--region", REGION).out())
        .contains("The journal holds nothing of its newest generation");
  }

  @Test
  void givenAClusterThatTheJournalForgotWhenDeletedThenTheRequestIsComplete() {
    store("old", REGION, "uid-old", 3);

    Answer answer = commands.run("delete", "old", "--region", REGION, "--yes");

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(line.nextEvent(ACCEPT).data())
        .isEqualTo(
            new ClusterDeletionRequested(
                "uid-old",
                ClusterLocation.of(Story.cluster().spec().aws()),
                3L,
                "",
                System.getProperty("user.name")));
  }

  @Test
  void givenAClusterThatTheJournalForgotWhenCancelledThenTheRequestIsComplete() {
    store("old", REGION, "uid-old", 3, ClusterRecord.Phase.BUILDING);

    assertThat(commands.run("cancel", "old", "--region", REGION).exitCode()).isZero();
    assertThat(line.nextEvent(ACCEPT).data())
        .isInstanceOfSatisfying(
            CancellationRequested.class,
            request -> {
              assertThat(request.uid()).isEqualTo("uid-old");
              assertThat(request.ifGeneration()).isEqualTo(3);
            });
  }

  @Test
  void givenALocationOfTheJournalWhenGotThenItsStateStoreIsReadAsWell() {
    publish(new Story(1).requested(0).accepted(1).started(1, INFRA, step("vpc/main")));
    store("old", REGION, "uid-old", 3);
    store(Story.name(), REGION, "uid", 1, ClusterRecord.Phase.BUILDING);

    assertThat(commands.run("get").out())
        .containsPattern("old +3 +ready")
        .containsPattern("small +1 +building +infra");
  }

  @Test
  void givenARecordThatIsNewerThanTheJournalWhenGotThenTheRecordCounts() {
    publish(new Story(1).requested(0).accepted(1).addonsReady(12));
    store(Story.name(), REGION, "uid", 2, ClusterRecord.Phase.REMOVING);

    assertThat(commands.run("get").out()).containsPattern("small +2 +removing");
  }

  @Test
  void givenAStateStoreThatDoesNotAnswerWhenGotThenTheJournalIsShownAndThatIsReported() {
    publish(new Story(1).requested(0).accepted(1).addonsReady(12));

    Answer answer = commands.run("get");

    assertThat(answer.out()).containsPattern("small +1 +ready");
    assertThat(answer.err()).contains("state store in " + REGION, "AWS_UNAVAILABLE");
  }

  @Test
  void givenARemovedClusterWhenDeletedThenItReportsThatItIsDeleted() {
    store("old", REGION, "uid-old", 3, ClusterRecord.Phase.REMOVED);

    Answer answer = commands.run("delete", "old", "--region", REGION, "--yes");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.out()).contains("old is already deleted.");
    assertThat(commands.run("get", "--region", REGION).out()).doesNotContain("old");
  }

  @Test
  void givenTwoClustersOfOneNameWhenOneIsDeletedThenTheRegionMustBeNamed() {
    store("twin", REGION, "uid-1", 1);
    store("twin", "eu-west-1", "uid-2", 4);
    publish(new Story(1).requested(0).accepted(1)); // its region is known then

    assertThat(commands.run("delete", "twin", "--region", "eu-west-1", "--yes").exitCode())
        .isZero();
    assertThat(line.nextEvent(ACCEPT).data()).isNotNull();
    assertThat(commands.run("get", "--region", "eu-west-1").out())
        .containsPattern("twin +4 +ready.*eu-west-1")
        .doesNotContain("small");
  }
}
