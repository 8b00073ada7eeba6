package io.clusterline.infra.line;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.EventType;
import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.InfraService;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.ConfirmedSender.UndeliveredException;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.DeadLetter;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.OutputBinding;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.telemetry.TraceIds;
import io.clusterline.testkit.OtlpReceiver;
import io.clusterline.testkit.OtlpReceiver.Received;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The service as it is shipped: its own beans, the binder, {@code line.yaml}. */
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
class ServiceOnBrokerTest {

  private static final String REGION = "eu-central-1";
  private static final List<StageName> OWN =
      List.of(StageName.ACCEPT, StageName.INFRA, StageName.INFRA_REMOVAL);

  private static final String UNHEARD = "nobody-listens.bound";

  private final OtlpReceiver collector = new OtlpReceiver();
  private final HttpClient http = HttpClient.newHttpClient();
  private final CachingConnectionFactory connections =
      BrokerConnections.to(TestBroker.uri().toString()).caching();
  private final RabbitAdmin admin = new RabbitAdmin(connections);
  private TestInfraLine testLine;
  private ConfigurableApplicationContext service;
  private ConfirmedSender events;

  @BeforeAll
  void start() {
    testLine = new TestInfraLine(REGION);
    service =
        new SpringApplicationBuilder(InfraService.class)
            .run(
                "--clusterline.rabbitmq.addresses=" + TestBroker.uri(),
                "--server.port=0",
                "--clusterline.otlp-endpoint=" + collector.endpoint(),
                "--management.endpoint.bindings.access=unrestricted");
    events = new ConfirmedSender(service.getBean(OutputBinding.class), () -> {});
  }

  @AfterAll
  void close() {
    service.close();
    testLine.close();
    collector.close();
    Connections.close(connections);
  }

  @Test
  void givenARequestWhenPublishedThenTheServiceBuildsThroughItsBindings() {
    testLine.request(SampleClusters.small("bound", REGION));

    testLine.await("bound", Phase.READY, ofSeconds(120));
    awaitHealth("UP"); // another test may have deleted its queues just now
  }

  @Test
  void givenSpringsOwnBrokerSettingWhenAServiceStartsThenItIsRefusedAndNotIgnored() {
    SpringApplicationBuilder application = new SpringApplicationBuilder(InfraService.class);

    assertThatThrownBy(() ->
            application.run(
                "--clusterline.rabbitmq.addresses=" + TestBroker.uri(),
                "--server.port=0",
                "--spring.rabbitmq.addresses=elsewhere:5672"))
        .rootCause()
        .hasMessageContaining("spring.rabbitmq.addresses")
        .hasMessageContaining("CLUSTERLINE_RABBITMQ_URI");
  }

  @Test
  void givenItsQueuesDeletedWhenRequestedThenTheyAreConsumedAgain() {
    for (StageName stage : OWN) {
      admin.deleteQueue(stage.queue());
      awaitConsumer(stage);
    }

    testLine.request(SampleClusters.small("redeclared", REGION));

    testLine.await("redeclared", Phase.READY, ofSeconds(120));
    assertThat(health().path("status").asString()).isEqualTo("UP");
  }

  @Test
  void givenQueuesWithoutConsumersDeletedWhenSentToThenTheyAreDeclaredAgain() {
    var queue = service.getBean(StageHandlers.class).queue(StageName.ACCEPT);
    var reason = new ClusterlineException(ErrorCode.MALFORMED_EVENT, "a test");
    admin.deleteQueue(StageName.ACCEPT.deadLetterQueue());
    admin.deleteExchange(RetryDelay.ONE_SECOND.exchange());
    admin.deleteQueue(RetryDelay.ONE_SECOND.exchange());

    queue.deadLetter(new byte[] {1}, reason, 1, "letter-1");
    queue.sendAfter(new byte[] {2}, RetryDelay.ONE_SECOND);

    assertThat(admin.getQueueInfo(StageName.ACCEPT.deadLetterQueue()).getMessageCount())
        .isEqualTo(1);
  }

  @Test
  void givenAQueueThatIsNotAsItMustBeWhenConsumedThenTheServiceIsDownUntilItIs() throws Exception {
    try (Connection stranger = takeExclusively(StageName.INFRA_REMOVAL.queue())) {
      assertThat(stranger.isOpen()).isTrue();
      awaitHealth("DOWN");
    }
    awaitHealth("UP");
  }

  /** Replaces the service's own queue; it is deleted with the connection. */
  private static Connection takeExclusively(String queue) {
    return Wait.until("another connection owns the queue")
        .within(ofSeconds(60))
        .poll(() -> {
          Connection connection = null;
          try {
            connection = BrokerConnections.to(TestBroker.uri().toString()).open("stranger");
            Channel channel = connection.createChannel();
            channel.queueDeleteNoWait(queue, false, false); // the service declares it again soon
            channel.queueDeclare(queue, false, true, true, null);
            return Seen.yes(connection);
          } catch (IOException e) {
            if (connection != null) {
              connection.abort();
            }
            return Seen.notYet("the service was faster");
          }
        });
  }

  private void awaitHealth(String status) {
    Wait.until("the service is " + status)
        .within(ofSeconds(60))
        .poll(() -> {
          JsonNode health = health();
          return health.path("status").asString().equals(status)
              ? Seen.yes(true)
              : Seen.notYet(health.toString());
        });
  }

  @Test
  void givenABodyThatIsSaidToBePackedAndIsNotWhenItArrivesThenItIsDeadLetteredWithItsReason() {
    MessageProperties packed = new MessageProperties();
    packed.setContentEncoding("gzip");

    service
        .getBean(ConfirmedSender.class)
        .sendRouted("", StageName.INFRA.queue(), new Message(new byte[] {1}, packed));

    Message dead =
        new RabbitTemplate(connections).receive(StageName.INFRA.deadLetterQueue(), 10_000);
    assertThat(dead).isNotNull();
    assertThat(dead.getMessageProperties().getHeaders())
        .containsEntry(DeadLetter.ERROR_CODE, ErrorCode.MALFORMED_EVENT.name());
  }

  @Test
  void givenAStageWhenItsBindingIsStoppedThenItWaitsUntilItIsStartedAgain() {
    JsonNode bindings = get("bindings");
    assertThat(bindings.findValuesAsString("bindingName"))
        .as(bindings.toString())
        .contains("accept-in-0", "infra-in-0", "infraRemoval-in-0", "events-out-0");

    setBinding("infra-in-0", "STOPPED");
    try {
      testLine.request(SampleClusters.small("paused", REGION));
      awaitMessage(StageName.INFRA);
      assertThat(health().path("status").asString()).isEqualTo("UP");
    } finally {
      setBinding("infra-in-0", "STARTED");
    }

    testLine.await("paused", Phase.READY, ofSeconds(120));
  }

  @Test
  void givenTheOutputBindingStoppedWhenRequestedThenNothingIsLost() {
    setBinding(OutputBinding.EVENTS, "STOPPED");
    try {
      testLine.request(SampleClusters.small("mute", REGION));
      Wait.until("the request was tried")
          .within(ofSeconds(30))
          .poll(() -> testLine.state("mute").read().map(Seen::yes).orElse(Seen.notYet("not yet")));
    } finally {
      setBinding(OutputBinding.EVENTS, "STARTED");
    }

    testLine.await("mute", Phase.READY, ofSeconds(120));
  }

  @Test
  void givenNoQueueForAnEventWhenPublishedThenTheServiceKnowsIt() {
    var message = EventPublisher.message(new byte[] {1});

    assertThatThrownBy(() -> events.sendRouted(Topology.EVENTS, UNHEARD, message))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("no queue takes " + UNHEARD);
    assertThat(events.send(Topology.EVENTS, UNHEARD, message).getReturned()).isNotNull();
  }

  @Test
  void givenAnEventWhenPublishedThenItsBodyIsUnchangedAndNoHeaderOfOursIsSent() {
    byte[] body = "{\"version\":1.10}".getBytes(StandardCharsets.UTF_8);
    Queue own = admin.declareQueue();
    admin.declareBinding(
        BindingBuilder.bind(own).to(new TopicExchange(Topology.EVENTS)).with("on-the-wire.#"));

    events.sendRouted(Topology.EVENTS, "on-the-wire.bound", EventPublisher.message(body));

    Message received = new RabbitTemplate(connections).receive(own.getName(), 10_000);
    assertThat(received.getBody()).isEqualTo(body);
    MessageProperties properties = received.getMessageProperties();
    assertThat(properties.getContentType()).isEqualTo("application/cloudevents+json");
    assertThat(properties.getReceivedDeliveryMode()).isEqualTo(MessageDeliveryMode.PERSISTENT);
    assertThat(properties.getHeaders().keySet()).allMatch(name -> name.startsWith("spring_"));
  }

  @Test
  void givenABuildWhenItsStepsCallAwsThenTheCallsAreTheirSpansAndTheHistogramNamesThem() {
    testLine.request(SampleClusters.small("traced", REGION));
    testLine.await("traced", Phase.READY, ofSeconds(120));

    TraceIds trace = TraceIds.ofBuild(testLine.state("traced").read().orElseThrow().buildId());
    List<Received> calls = awaitCall("aws Ec2 CreateVpc", trace);
    String vpc = trace.step(StageName.INFRA, 1, "vpc/main").spanId();
    assertThat(calls)
        .filteredOn(call -> call.name().equals("aws Ec2 CreateVpc"))
        .singleElement()
        .satisfies(call -> {
          assertThat(call.service()).isEqualTo("infra-service");
          assertThat(call.parentId()).isEqualTo(vpc);
        });
    assertThat(calls).extracting(Received::parentId).isSubsetOf(stepsOf("traced", trace));
    assertThat(metrics())
        .containsPattern(
            "clusterline_step_duration_seconds_bucket.*# \\{.*trace_id=\"[0-9a-f]{32}\"");
  }

  private List<Received> awaitCall(String name, TraceIds trace) {
    return Wait.until("the span of " + name + " has come")
        .within(ofSeconds(30))
        .poll(() -> {
          List<Received> calls =
              collector.spans().stream()
                  .filter(span -> span.traceId().equals(trace.trace()))
                  .toList();
          boolean there = calls.stream().anyMatch(call -> call.name().equals(name));
          return there ? Seen.yes(calls) : Seen.notYet(calls.size() + " others");
        });
  }

  private List<String> stepsOf(String cluster, TraceIds trace) {
    return Stream.of(StageName.INFRA, StageName.EDGE)
        .flatMap(stage ->
            testLine.state(cluster).stages(uid(cluster)).ledger(stage).entries().keySet().stream()
                .map(step -> trace.step(stage, 1, step.toString()).spanId()))
        .toList();
  }

  private String uid(String cluster) {
    return testLine.state(cluster).read().orElseThrow().uid();
  }

  /** As a Prometheus that keeps exemplars asks for them. */
  private String metrics() {
    return send(HttpRequest.newBuilder(actuator("prometheus"))
            .header("Accept", "application/openmetrics-text; version=1.0.0"))
        .body();
  }

  @Test
  void givenAnEventWhenPublishedThenItsTraceContextIsAnAttributeAndAHeader() {
    Queue own = admin.declareQueue();
    admin.declareBinding(
        BindingBuilder.bind(own)
            .to(new TopicExchange(Topology.EVENTS))
            .with(EventType.CLUSTER_ACCEPTED.routingWord() + ".propagated"));
    testLine.request(SampleClusters.small("propagated", REGION));
    testLine.await("propagated", Phase.READY, ofSeconds(120));

    Message received = new RabbitTemplate(connections).receive(own.getName(), 10_000);

    String build = testLine.state("propagated").read().orElseThrow().buildId();
    String root = TraceIds.ofBuild(build).root().toString();
    assertThat(CloudEventCodec.decode(received.getBody()).traceparent()).isEqualTo(root);
    assertThat(received.getMessageProperties().getHeaders()).containsEntry("traceparent", root);
  }

  private void awaitMessage(StageName stage) {
    Wait.until("a message waits in " + stage.queue())
        .within(ofSeconds(60))
        .poll(() -> {
          var queue = admin.getQueueInfo(stage.queue());
          return queue != null && queue.getMessageCount() > 0
              ? Seen.yes(true)
              : Seen.notYet("it is empty");
        });
  }

  private void setBinding(String name, String state) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(actuator("bindings/" + name))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"" + state + "\"}"));
    assertThat(send(request).statusCode()).isEqualTo(204);
  }

  private void awaitConsumer(StageName stage) {
    Wait.until(stage.queue() + " is consumed")
        .within(ofSeconds(60))
        .poll(() -> {
          var queue = admin.getQueueInfo(stage.queue());
          return queue != null && queue.getConsumerCount() > 0
              ? Seen.yes(true)
              : Seen.notYet(queue == null ? "it does not exist" : "nobody consumes it");
        });
  }

  private JsonNode health() {
    return get("health");
  }

  private JsonNode get(String what) {
    return Json.MAPPER.readTree(send(HttpRequest.newBuilder(actuator(what))).body());
  }

  private URI actuator(String what) {
    String port = service.getEnvironment().getProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port + "/actuator/" + what);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
