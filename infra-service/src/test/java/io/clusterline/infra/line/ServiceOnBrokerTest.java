package io.clusterline.infra.line;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.InfraService;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
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

  private final HttpClient http = HttpClient.newHttpClient();
  private final CachingConnectionFactory connections =
      BrokerConnections.to(TestBroker.uri().toString()).caching();
  private final RabbitAdmin admin = new RabbitAdmin(connections);
  private TestInfraLine line;
  private ConfigurableApplicationContext service;

  @BeforeAll
  void start() {
    line = new TestInfraLine(REGION);
    service =
        new SpringApplicationBuilder(InfraService.class)
            .run("--clusterline.rabbitmq.addresses=" + TestBroker.uri(), "--server.port=0");
  }

  @AfterAll
  void close() {
    service.close();
    line.close();
    Connections.close(connections);
  }

  @Test
  void givenARequestWhenPublishedThenTheServiceBuildsThroughItsBindings() {
    line.request(SampleClusters.small("bound", REGION));

    line.await("bound", Phase.READY, ofSeconds(120));
    assertThat(health().path("status").asString()).isEqualTo("UP");
  }

  @Test
  void givenItsQueuesDeletedWhenRequestedThenTheyAreConsumedAgain() {
    for (StageName stage : OWN) {
      admin.deleteQueue(stage.queue());
      awaitConsumer(stage);
    }

    line.request(SampleClusters.small("redeclared", REGION));

    line.await("redeclared", Phase.READY, ofSeconds(120));
    assertThat(health().path("status").asString()).isEqualTo("UP");
  }

  @Test
  void givenQueuesThatNobodyConsumesDeletedWhenSentToThenTheyAreDeclaredAgain() {
    var queue = service.getBean(StageHandlers.class).queue(StageName.ACCEPT);
    var reason = new ClusterlineException(ErrorCode.MALFORMED_EVENT, "a test");
    admin.deleteQueue(StageName.ACCEPT.deadLetterQueue());
    admin.deleteExchange(RetryDelay.ONE_SECOND.exchange());
    admin.deleteQueue(RetryDelay.ONE_SECOND.exchange());

    queue.deadLetter(new byte[] {1}, reason, 1, "letter-1");
    queue.later(new byte[] {2}, RetryDelay.ONE_SECOND);

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

  /** In the place of the service's own queue; it goes with the connection. */
  private static Connection takeExclusively(String queue) {
    return Wait.until("the queue is a stranger's")
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
    String port = service.getEnvironment().getProperty("local.server.port");
    URI uri = URI.create("http://127.0.0.1:" + port + "/actuator/" + what);
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
