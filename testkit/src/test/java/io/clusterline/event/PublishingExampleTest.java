package io.clusterline.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.messaging.Connections;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The example of docs/publishing.md works as it is printed there: the plain client, no more. */
class PublishingExampleTest {

  private static final Path EXAMPLE = Path.of("../docs/examples/PublishClusterRequested.java");
  private static final Pattern CLIENT =
      Pattern.compile("/(amqp-client|netty-[a-z-]+|slf4j-api)-[^/]*\\.jar$");
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
  void restoreTopology() {
    new TopologyDeclarer(admin).declare();
    admin.purgeQueue(QUEUE);
    Connections.close(connections);
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
                    .isEqualTo(SampleClusters.read("small.yaml")));
  }

  @Test
  void givenNoQueueForRequestsWhenTheExampleIsRunThenItReportsItAndFails() throws Exception {
    admin.deleteQueue(QUEUE);

    assertThat(run("small")).isEqualTo("no queue receives it: is Clusterline running?\n1");
  }

  private String run(String cluster) throws IOException, InterruptedException {
    Path specification = folder.resolve("cluster.json");
    Files.writeString(
        specification, SpecificationWriter.toJson(SampleClusters.read(cluster + ".yaml")));
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            clientOnly(),
            EXAMPLE.toString(),
            cluster,
            specification.toString());
    java.environment().put("CLUSTERLINE_RABBITMQ_URI", TestBroker.uri().toString());
    java.redirectError(folder.resolve("stderr").toFile());
    return output(java.start());
  }

  private String output(Process process) throws IOException, InterruptedException {
    String message = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("the example ends").isTrue();
    assertThat(message).as(Files.readString(folder.resolve("stderr"))).isNotEmpty();
    return message + process.exitValue();
  }

  /** The client with what it needs, and nothing of ours. */
  private static String clientOnly() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> CLIENT.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
