package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.clusterline.broker.BrokerNode;
import io.clusterline.cli.Commands.Answer;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.StageName;
import io.clusterline.testkit.TestBroker;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker user who may write to the exchange of events, and nothing else, may ask for clusters.
 */
class WriteOnlyUserTest {

  private static final String FILE = "../deploy/clusters/small.yaml";

  @TempDir private static Path folder;
  private static BrokerNode broker;
  private static Commands commands;

  @BeforeAll
  static void startBroker() throws Exception {
    broker = TestBroker.ownNode(Files.createDirectories(folder.resolve("broker")));
    try (Requests admin = new Requests(broker.uri().toString(), Clock.systemUTC())) {
      admin.declareTopology();
    }
    broker.rabbitmqctl("add_user", "guest-writer", "word");
    broker.rabbitmqctl(
        "set_permissions", "-p", "/", "guest-writer", "^$", "^clusterline\\.events$", "^$");
    URI uri = broker.uri();
    String writer = "amqp://guest-writer:word@" + uri.getHost() + ":" + uri.getPort();
    commands = Commands.on(URI.create(writer), folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static boolean isRequested() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri());
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      var message = channel.basicGet(StageName.ACCEPT.queue(), true);
      return message != null
          && CloudEventCodec.decode(message.getBody()).data() instanceof ClusterRequested;
    }
  }

  @Test
  void givenAUserWhoMayOnlyWriteWhenAppliedThenTheRequestIsInTheQueue() throws Exception {
    Answer answer = commands.run("apply", "-f", FILE);

    assertThat(answer.exitCode()).as(answer.err()).isZero();
    assertThat(isRequested()).isTrue();
  }

  @Test
  void givenAUserWhoMayOnlyWriteWhenAskedToWaitThenTheReasonIsReported() throws Exception {
    Answer answer = commands.run("apply", "-f", FILE, "--wait");

    assertThat(answer.exitCode()).isEqualTo(69);
    assertThat(answer.err())
        .contains(
            "cannot wait: this broker user may not read the journal", "nothing was published");
    assertThat(isRequested()).isFalse();
  }
}
