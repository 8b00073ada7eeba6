package io.clusterline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Connection;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.process.FreePort;
import io.clusterline.testkit.TestBroker;
import io.clusterline.testkit.TlsRelay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;

/** Everything that connects, does it this way: with lists, and with verified certificates. */
@Timeout(120)
class BrokerConnectionsTest {

  private static final URI BROKER = TestBroker.uri();

  /** The first one is down. */
  private static String list() {
    String account = BROKER.getRawUserInfo() + "@127.0.0.1:";
    return "amqp://" + account + FreePort.unique() + ",amqp://" + account + BROKER.getPort();
  }

  @Test
  void givenAListWhenConnectedThenTheBrokerThatAnswersIsTaken() throws Exception {
    BrokerConnections broker = BrokerConnections.to(list());
    declare(broker);

    try (Connection connection = broker.open("test");
        JournalReader journal = JournalReader.open(list(), "next")) {
      assertThat(connection.getPort()).isEqualTo(BROKER.getPort());
      assertThat(journal.next(Duration.ofMillis(50))).isEqualTo(Optional.<Entry>empty());
    }
    BrokerLimits.verify(broker);
  }

  @Test
  void givenAWrongPasswordWhenConnectedThenNoMessageHoldsIt() {
    String wrong = "amqp://u:hidden-word@127.0.0.1:" + BROKER.getPort();
    BrokerConnections broker = BrokerConnections.to(wrong);

    assertThatThrownBy(() -> broker.open("test"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("amqp://127.0.0.1:" + BROKER.getPort())
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hidden-word"));
    assertThatThrownBy(() -> declare(broker))
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hidden-word"));
    assertThat(broker.address().toString()).doesNotContain("hidden-word");
  }

  @Test
  void givenASelfSignedBrokerWhenConnectedThenItIsRefused(@TempDir Path folder) throws Exception {
    try (TlsRelay relay = new TlsRelay(BROKER, folder, "ip:127.0.0.1")) {
      BrokerConnections broker = BrokerConnections.to(relay.addresses());

      assertThatThrownBy(() -> broker.open("test"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(BrokerTrust.VARIABLE);
      assertThatThrownBy(() -> JournalReader.open(relay.addresses(), "next"))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> BrokerLimits.verify(broker))
          .hasMessageContaining(BrokerTrust.VARIABLE);
      assertThatThrownBy(() -> declare(broker))
          .isInstanceOf(AmqpException.class)
          .hasMessageContaining("certificat");
    }
  }

  @Test
  void givenItsCertificateInAFileWhenConnectedThenItIsTrusted(@TempDir Path folder)
      throws Exception {
    try (TlsRelay relay = new TlsRelay(BROKER, folder, "ip:127.0.0.1")) {
      BrokerAddress address = BrokerAddress.parse(relay.addresses());
      BrokerTrust pem = BrokerTrust.of(relay.certificate().toString(), null);

      declare(new BrokerConnections(address, pem));
      try (Connection connection = new BrokerConnections(address, relay.trustStore()).open("t")) {
        assertThat(connection.isOpen()).isTrue();
      }
    }
  }

  @Test
  void givenACertificateForAnotherHostWhenConnectedThenItIsRefused(@TempDir Path folder)
      throws Exception {
    try (TlsRelay relay = new TlsRelay(BROKER, folder, "dns:other.example")) {
      BrokerConnections broker =
          new BrokerConnections(BrokerAddress.parse(relay.addresses()), relay.trustStore());

      assertThatThrownBy(() -> broker.open("test")).hasMessageContaining("127.0.0.1");
      assertThatThrownBy(() -> declare(broker)).isInstanceOf(AmqpException.class);
    }
  }

  private static void declare(BrokerConnections broker) {
    CachingConnectionFactory connections = broker.caching();
    try {
      new RabbitAdmin(connections).getQueueInfo("none");
      new TopologyDeclarer(new RabbitAdmin(connections)).declare();
    } finally {
      Connections.close(connections);
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
