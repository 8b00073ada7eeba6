package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.broker.BrokerNode;
import io.clusterline.cli.line.LineState;
import io.clusterline.cli.line.Runs;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.testkit.Story;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands on a real broker. The journal grows from test to test, as it does in life. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerCommandsTest {

  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  /** No server listens there: the state of the bucket remains unknown. */
  private static final String NO_AWS = "http://127.0.0.1:9";

  @TempDir private static Path cache;
  private static BrokerNode broker;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startBroker() throws Exception {
    assertThat(SERVER).as("rabbitmq-server; run `./clusterline setup`").isExecutable();
    broker = BrokerNode.start(Files.createDirectories(cache.resolve("broker")), SERVER);
    broker.awaitReady();
    Path run = new Runs(cache, Clock.systemUTC()).create();
    ProcessHandle self = ProcessHandle.current();
    Instant started = self.info().startInstant().orElseThrow();
    LineState pipeline =
        new LineState(
            self.pid(), started, run, broker.uri().toString(), NO_AWS, null, List.of(), List.of());
    Files.writeString(run.resolve("line.json"), Json.MAPPER.writeValueAsString(pipeline));
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  private int run(String... arguments) {
    System.setProperty("clusterline.cache", cache.toString());
    return Main.commandLine(out, err).execute(arguments);
  }

  private static void publish(Story story) {
    try (Requests requests = new Requests(broker.uri().toString(), Clock.systemUTC())) {
      requests.declareTopology();
      story.events().forEach(requests::publish);
    }
  }

  private static Story ready(long generation) {
    return new Story(generation)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .infraReady(3)
        .nodesJoined(8)
        .cniReady(9)
        .addonsReady(12);
  }

  @Test
  @Order(1)
  void givenBrokerWithoutLineWhenAppliedThenExitCode69AndNothingIsPublished() {
    assertThat(run("apply", "-f", "../deploy/clusters/small.yaml")).isEqualTo(69);
    // Printed before anything is published; the later timeout of the confirm has another message.
    assertThat(err.toString())
        .contains("Clusterline has never run on the broker", "./clusterline up");
  }

  @Test
  @Order(2)
  void givenAPipelineWhenAppliedThenTheRequestIsInTheQueueOfTheAcceptStage() throws Exception {
    publish(new Story(0));

    assertThat(run("apply", "-f", "../deploy/clusters/small.yaml", "-o", "json")).isZero();

    JsonNode answer = Json.MAPPER.readTree(out.toString());
    Event<?> request = receive(StageName.ACCEPT.queue());
    assertThat(request.id()).isEqualTo(answer.get("request").stringValue());
    assertThat(request.subject()).isEqualTo("small");
    assertThat(request.data()).isInstanceOf(ClusterRequested.class);
  }

  @Test
  @Order(3)
  void givenBuildThatIsOverWhenWatchedThenItsEndIsShownWithExitCode0() {
    publish(ready(1));

    assertThat(run("watch", Story.name())).isZero();
    assertThat(out.toString())
        .contains("vpc/main created in 2.0 s")
        .contains("k8s-master   Ready    control-plane")
        .contains("cert-manager   1.20.0   Healthy")
        .contains("simulated")
        .contains("12.0 s from request to result");
  }

  @Test
  @Order(4)
  void givenBuildThatIsOverWhenGotAsJsonThenTheLastLineIsItsResult() {
    assertThat(run("get", Story.name(), "-o", "json")).isZero();

    JsonNode result = Json.MAPPER.readTree(out.toString().lines().toList().getLast());
    assertThat(result.path("outcome").stringValue()).isEqualTo("ready");
    assertThat(result.at("/nodes/ready").intValue()).isEqualTo(2);
    assertThat(result.at("/addons/healthy").intValue()).isEqualTo(1);
    assertThat(result.at("/seconds/makespan").decimalValue()).isEqualByComparingTo("12");
    assertThat(result.at("/seconds/criticalPath").decimalValue()).isEqualByComparingTo("2");
    assertThat(result.at("/stages/1/name").stringValue()).isEqualTo("infra");
  }

  @Test
  @Order(5)
  void givenJournalWhenEventsArePrintedAsJsonThenEachLineIsACloudEventOfThatCluster() {
    assertThat(run("events", Story.name(), "-o", "json")).isZero();

    assertThat(out.toString().lines())
        .hasSizeGreaterThan(8)
        .allSatisfy(line -> {
          Event<?> event = CloudEventCodec.decode(line.getBytes(StandardCharsets.UTF_8));
          assertThat(event.subject()).isEqualTo(Story.name());
        });
  }

  @Test
  @Order(6)
  void givenFailedBuildWhenWatchedThenTheReasonAndTheRemedyAreShownWithExitCode1() {
    publish(
        new Story(2)
            .requested(20)
            .accepted(21)
            .started(21, INFRA, step("vpc/main"))
            .failed(22, INFRA, "vpc/main", "AWS_DENIED", "not allowed to CreateVpc"));

    assertThat(run("watch", Story.name())).isEqualTo(1);
    assertThat(out.toString())
        .contains("Stage infra failed with AWS_DENIED: not allowed to CreateVpc")
        .contains("| last line")
        .contains("What to do: Do this.")
        .contains("After fixing the cause, retry with:")
        .contains("./clusterline dead-letters replay letter-1 --reason");
  }

  @Test
  @Order(7)
  void givenClustersWhenGotThenEachHasItsLine() {
    assertThat(run("get")).isZero();
    assertThat(out.toString()).contains("CLUSTER").containsPattern("small +2 +failed +infra");
  }

  private static Event<?> receive(String queue) throws Exception {
    var factory = new com.rabbitmq.client.ConnectionFactory();
    factory.setUri(broker.uri());
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      return CloudEventCodec.decode(channel.basicGet(queue, true).getBody());
    }
  }
}
