package io.clusterline.broker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.rabbitmq.client.ConnectionFactory;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Asks a broker whether it is there, by opening a connection as every client does. */
final class BrokerProbe {

  private BrokerProbe() {}

  /**
   * @param alive false once waiting has become pointless
   */
  static void awaitReady(URI uri, BooleanSupplier alive) {
    ConnectionFactory factory = factory(uri);
    Wait.until("RabbitMQ at " + uri.getHost() + ":" + uri.getPort() + " takes connections")
        .within(ofSeconds(60))
        .atMostEvery(ofMillis(250))
        .poll(() -> look(factory, alive));
  }

  private static Seen<Boolean> look(ConnectionFactory factory, BooleanSupplier alive) {
    if (!alive.getAsBoolean()) {
      throw new ClusterlineException(ErrorCode.UNEXPECTED, "RabbitMQ ended while it was starting");
    }
    try (var connection = factory.newConnection("clusterline probe")) {
      return Seen.yes(connection.isOpen());
    } catch (IOException | TimeoutException e) {
      return Seen.notYet(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  private static ConnectionFactory factory(URI uri) {
    try {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(uri);
      factory.setConnectionTimeout(5_000);
      return factory;
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "not an AMQP URI (amqp://user:password@host:port/vhost)", e);
    }
  }
}
