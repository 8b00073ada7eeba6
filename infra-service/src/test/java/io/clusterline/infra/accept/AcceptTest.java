package io.clusterline.infra.accept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Finding;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.node.ObjectNode;

/** Outcomes of requests, on a real broker. */
@Timeout(120)
class AcceptTest {

  private final CachingConnectionFactory connections =
      new CachingConnectionFactory(TestBroker.uri());
  private RabbitTemplate template;
  private RequestHandler handler;
  private JournalReader journal;

  @BeforeEach
  void open() throws Exception {
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    RabbitAdmin admin = new RabbitAdmin(connections);
    new TopologyDeclarer(admin).declare();
    admin.purgeQueue(StageName.INFRA.queue());
    admin.purgeQueue(StageName.ACCEPT.deadLetterQueue());
    template = new RabbitTemplate(connections);
    ConfirmedSender sender = new ConfirmedSender(new RabbitTemplate(connections));
    StageRuntime runtime =
        new StageRuntime(new EventPublisher(sender), new MemoryStateStore(), Clock.systemUTC());
    StageQueue queue = new StageQueue(StageName.ACCEPT, sender, Clock.systemUTC());
    handler = new RequestHandler(runtime, queue, new StageMetrics(new SimpleMeterRegistry()));
    journal = JournalReader.open(TestBroker.uri().toString(), "next");
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
    Connections.close(connections);
  }

  @Test
  void givenAValidRequestWhenAcceptedThenItBecomesGenerationOneOfANewCluster() {
    consume(request("r1", spec -> {}));

    Event<?> accepted = accepted();
    assertThat(accepted.generation()).isEqualTo(1);
    assertThat(accepted.clusterUid()).isNotBlank();
    assertThat(accepted.causationId()).isEqualTo("r1");
    assertThat(((ClusterAccepted) accepted.data()).unchanged()).isFalse();
  }

  @Test
  void givenTheSameSpecificationAgainWhenAcceptedThenItIsAnUnchangedGeneration() {
    consume(request("r1", spec -> {}));
    Event<?> first = accepted();

    consume(request("r2", spec -> {}));

    Event<?> second = accepted();
    assertThat(second.generation()).isEqualTo(2);
    assertThat(second.clusterUid()).isEqualTo(first.clusterUid());
    assertThat(((ClusterAccepted) second.data()).unchanged()).isTrue();
  }

  @Test
  void givenARepeatedRequestWhenAcceptedThenItIsTheSameEventAgain() {
    byte[] request = request("r1", spec -> {});
    consume(request);
    Event<?> first = accepted();

    consume(request);

    assertThat(accepted().id()).isEqualTo(first.id());
  }

  @Test
  void givenAnotherGenerationThanExpectedWhenAcceptedThenItIsRefused() throws Exception {
    consume(
        request(
            "r1",
            event ->
                event.replaceAll(data -> new ClusterRequested(data.cluster(), 7L, null, null))));

    RequestRefused failed = refusal();
    assertThat(failed.code()).isEqualTo("GENERATION_CONFLICT");
    assertThat(failed.message()).contains("ifGeneration is 7").contains("generation 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(reboot)", "a;b", "ünïcode", "UPPER", "-x"})
  void givenAHostileNodeNameWhenAcceptedThenItIsRefusedWithTheFindingAndLeavesNoDeadLetter(
      String name) throws Exception {
    consume(request("r1", event -> event.nodeName(0, name)));

    RequestRefused failed = refusal();
    assertThat(failed.code()).isEqualTo("INVALID_SPECIFICATION");
    assertThat(failed.findings()).extracting(Finding::path).contains("spec.nodes[0].name");
    assertThat(failed.findings()).allSatisfy(finding -> assertThat(finding.fix()).isNotBlank());
    assertThat(template.receive(StageName.ACCEPT.deadLetterQueue())).isNull();
  }

  @Test
  void givenSeveralMistakesWhenAcceptedThenAllAreFoundAtOnceAndTheNextRequestIsServed()
      throws Exception {
    consume(
        request(
            "r1",
            event -> {
              event.nodeName(0, "a".repeat(300));
              event.nodeType(1, "t4g.medium");
              event.podCidr("10.0.0.0/16");
            }));

    assertThat(refusal().findings())
        .extracting(Finding::path)
        .contains("spec.nodes[0].name", "spec.nodes[1].type", "spec.network.podCidr");
    consume(request("r2", spec -> {}));
    assertThat(accepted().generation()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not json", "[]", "{}", "\"text\"", "{\"specversion\":\"1.0\"}"})
  void givenSomethingElseWhenAcceptedThenItIsDeadLetteredAsMalformed(String body) throws Exception {
    consume(body.getBytes(UTF_8));

    assertThat(refusal().code()).isEqualTo("MALFORMED_EVENT");
    assertThat(new String(deadLetter().getBody(), UTF_8)).isEqualTo(body);
  }

  private void consume(byte[] body) {
    handler.accept(new GenericMessage<>(body));
  }

  private Event<?> accepted() {
    return CloudEventCodec.decode(next(StageName.INFRA.queue()).getBody());
  }

  private Message deadLetter() {
    return next(StageName.ACCEPT.deadLetterQueue());
  }

  private Message next(String queue) {
    return Wait.until("there is a message in " + queue)
        .within(ofSeconds(20))
        .poll(() -> {
          Message message = template.receive(queue);
          return message == null ? Seen.notYet("it is empty") : Seen.yes(message);
        });
  }

  private RequestRefused refusal() throws Exception {
    for (int i = 0; i < 100; i++) {
      if (journal.next(ofSeconds(20)).orElseThrow().event().data()
          instanceof RequestRefused failed) {
        return failed;
      }
    }
    throw new AssertionError("no refusal among a hundred events");
  }

  private static byte[] request(String id, Consumer<Draft> change) {
    Draft draft = new Draft();
    change.accept(draft);
    return CloudEventCodec.encode(
        new Event<>(
            id, "/tests", "small", Instant.now(), null, null, null, null, null, draft.data()));
  }

  /** A request for the small cluster, to be spoilt. */
  private static final class Draft {
    private final ObjectNode cluster = small();
    private java.util.function.UnaryOperator<ClusterRequested> last = data -> data;

    void nodeName(int index, String name) {
      ((ObjectNode) cluster.at("/spec/nodes/" + index)).put("name", name);
    }

    void nodeType(int index, String type) {
      ((ObjectNode) cluster.at("/spec/nodes/" + index)).put("type", type);
    }

    void podCidr(String cidr) {
      ((ObjectNode) cluster.at("/spec/network")).put("podCidr", cidr);
    }

    void replaceAll(java.util.function.UnaryOperator<ClusterRequested> change) {
      last = change;
    }

    ClusterRequested data() {
      return last.apply(ClusterRequested.of(cluster));
    }

    private static ObjectNode small() {
      try {
        Path file = Path.of("..", "deploy", "clusters", "small.yaml");
        String yaml = Files.readString(file);
        return (ObjectNode)
            Json.MAPPER.readTree(
                SpecificationWriter.toJson(SpecificationReader.read(yaml, file.toString())));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
