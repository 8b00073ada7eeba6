package io.clusterline.cli;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal grows for 30 days; what {@code get} reads of it does not. */
class LongJournalTest {

  private static final String REGION = "ap-northeast-2";
  private static final int OLDER = 5_000;

  /** The newest, and what the broker has sent before it hears that it is enough. */
  private static final long MOST = JournalExcerpt.NEWEST + 400;

  @TempDir private Path cache;
  private final String buildId = Ids.timeOrdered(Clock.systemUTC());
  private TestLine line;
  private Eavesdropper wire;
  private Commands commands;

  @BeforeEach
  void startWithoutHistory() throws Exception {
    line = new TestLine();
    line.admin().deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(line.admin()).declare();
    wire = new Eavesdropper(TestBroker.uri());
    commands = Commands.onStandIn(wire.uri(), cache);
    TestStateStore.open(REGION);
  }

  @AfterEach
  void close() throws Exception {
    TestStateStore.closeAll();
    wire.close();
    line.close();
  }

  /** As if it had been published now, for the build of the record. */
  private void publish(Story story) {
    TestJournal.publish(
        story.events().stream().map(this::published).map(CloudEventCodec::encode).toList());
  }

  private Event<?> published(Event<?> event) {
    Duration age = Duration.between(Story.BEGIN, event.time());
    return new Event<>(
        Ids.timeOrdered(Clock.systemUTC()),
        event.source(),
        event.subject(),
        Clock.systemUTC().instant().plus(age.dividedBy(1_000)),
        event.clusterUid(),
        event.generation(),
        event.correlationId() == null ? null : buildId,
        event.causationId(),
        event.traceparent(),
        event.data());
  }

  private void store(Phase phase) {
    var specification = SpecificationWriter.toTree(Story.cluster());
    ClusterRecord record =
        ClusterRecord.initial(Story.name(), "uid")
            .accepting("/test", "request", specification, buildId, List.of())
            .withEnd(phase);
    new ClusterState(TestStateStore.open(REGION), Story.name())
        .change(record, UnaryOperator.identity());
  }

  private static Story begun() {
    return new Story(1)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .infraReady(3)
        .started(4, BOOTSTRAP, step("host/worker-1"));
  }

  @Test
  void givenOlderEventsWhenClustersAreListedThenOnlyTheNewestAreRead() {
    publish(begun().nodesJoined(8).cniReady(9).addonsReady(12));
    store(Phase.READY);
    TestJournal.publishOthers(OLDER);

    Answer answer = commands.run("get", "--region", REGION);

    assertThat(answer.out()).containsPattern(Story.name() + " +1 +ready +- +- +" + REGION);
    assertThat(wire.deliveries()).isLessThan((int) MOST);
  }

  @Test
  void givenABuildOlderThanTheNewestEventsWhenClustersAreListedThenItIsReadFromItsBegin() {
    publish(begun());
    store(Phase.BUILDING);
    TestJournal.publishOthers(OLDER);

    assertThat(commands.run("get", "--region", REGION).out())
        .containsPattern(Story.name() + " +1 +building +bootstrap +\\d+:\\d\\d");
  }

  @Test
  void givenAReadyBuildOlderThanTheNewestEventsWhenItIsShownThenAllOfItIs() {
    publish(begun().nodesJoined(8).cniReady(9).addonsReady(12));
    store(Phase.READY);
    TestJournal.publishOthers(OLDER);

    Answer answer = commands.run("get", Story.name(), "--region", REGION, "-o", "json");

    var result = Json.MAPPER.readTree(answer.out());
    assertThat(result.path("outcome").asString()).isEqualTo("ready");
    assertThat(result.at("/nodes/ready").intValue()).isEqualTo(2);
  }

  @Test
  void givenABuildWhoseEndAloneIsAmongTheNewestWhenListedThenItsBeginIsReadToo() {
    publish(begun());
    TestJournal.publishOthers(OLDER);
    publish(new Story(1).failed(9, BOOTSTRAP, "host/worker-1", "SSH_UNREACHABLE", "no answer"));
    store(Phase.FAILED);

    assertThat(commands.run("get", "--region", REGION).out())
        .containsPattern(Story.name() + " +1 +failed +bootstrap +0:");
  }

  @Test
  void givenAClusterThatOnlyOldEventsNameWhenItIsShownThenTheyAreRead() {
    publish(begun());
    TestJournal.publishOthers(OLDER);

    assertThat(commands.run("get", Story.name()).out())
        .containsPattern(Story.name() + " +1 +building +bootstrap");
  }
}
