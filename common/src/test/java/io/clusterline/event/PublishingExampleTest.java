package io.clusterline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The example of docs/publishing.md works as it is printed there: the plain client, no more. */
class PublishingExampleTest {

  private static final Path EXAMPLE = Path.of("../docs/examples/PublishClusterRequested.java");
  private static final String QUEUE = StageName.ACCEPT.queue();

  @TempDir Path folder;

  private final CachingConnectionFactory connections =
      new CachingConnectionFactory(TestBroker.uri());
  private final RabbitAdmin admin = new RabbitAdmin(connections);

  @BeforeEach
  void declareTopology() {
    new TopologyDeclarer(admin).declare();
    admin.purgeQueue(QUEUE);
  }

  @AfterEach
  void closeConnections() {
    admin.purgeQueue(QUEUE);
    connections.destroy();
  }

  @Test
  void givenTheExampleWhenRunWithTheSmallClusterThenTheAcceptStageGetsAValidRequest()
      throws Exception {
    assertThat(run("small")).isEqualTo("requested\n0");

    Message message = new RabbitTemplate(connections).receive(QUEUE, 5_000);
    assertThat(message).as("a message in " + QUEUE).isNotNull();
    assertThat(message.getMessageProperties().getContentType())
        .isEqualTo(CloudEventCodec.CONTENT_TYPE);
    Event<?> event = CloudEventCodec.decode(message.getBody());
    assertThat(event.subject()).isEqualTo("small");
    assertThat(event.data())
        .isInstanceOfSatisfying(
            ClusterRequested.class,
            request ->
                assertThat(SpecificationReader.of(request.cluster()))
                    .isEqualTo(Samples.cluster("small.yaml")));
  }

  @Test
  void givenNoQueueForRequestsWhenTheExampleIsRunThenItSaysSoAndFails() throws Exception {
    admin.deleteQueue(QUEUE);

    assertThat(run("small")).isEqualTo("nobody listens: is the line up?\n1");
  }

  private String run(String cluster) throws IOException, InterruptedException {
    Path specification = folder.resolve("cluster.json");
    Files.writeString(
        specification, SpecificationWriter.toJson(Samples.cluster(cluster + ".yaml")));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            jarOf(ConnectionFactory.class) + ":" + jarOf(LoggerFactory.class),
            EXAMPLE.toString(),
            cluster,
            specification.toString());
    java.environment().put("CLUSTERLINE_RABBITMQ_URI", TestBroker.uri().toString());
    java.redirectError(folder.resolve("stderr").toFile());
    return output(java.start());
  }

  private String output(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the example ends").isTrue();
    return said + process.exitValue();
  }

  private static String jarOf(Class<?> type) {
    return Path.of(
            java.net.URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
