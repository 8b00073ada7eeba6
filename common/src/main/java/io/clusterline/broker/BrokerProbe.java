package io.clusterline.broker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Checks that a broker answers, by opening a connection as every client does. */
final class BrokerProbe {

  private BrokerProbe() {}

  /**
   * @param alive false once waiting has become pointless
   */
  static void awaitReady(BrokerConnections connections, BooleanSupplier alive) {
    Wait.until("RabbitMQ at " + connections.address() + " takes connections")
        .within(ofSeconds(60))
        .atMostEvery(ofMillis(250))
        .poll(() -> check(connections, alive));
  }

  private static Seen<Boolean> check(BrokerConnections connections, BooleanSupplier alive) {
    if (!alive.getAsBoolean()) {
      throw new ClusterlineException(ErrorCode.UNEXPECTED, "RabbitMQ ended while it was starting");
    }
    try (var connection = connections.open("clusterline probe")) {
      return Seen.yes(connection.isOpen());
    } catch (IOException e) {
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }
}
