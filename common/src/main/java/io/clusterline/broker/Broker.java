package io.clusterline.broker;

import io.clusterline.messaging.BrokerAddress;
import io.clusterline.messaging.BrokerConnections;

/** The RabbitMQ that the line uses. */
public interface Broker extends AutoCloseable {

  /** As {@link BrokerAddress} reads them. With its credentials: not for logs. */
  String addresses();

  /** Returns once it takes connections. */
  void awaitReady();

  @Override
  void close();

  /** Ends it without letting it put its data in order: nobody will read them. */
  void kill();

  /** Somebody else's, which is neither started nor stopped. */
  static Broker given(String addresses) {
    BrokerConnections connections = BrokerConnections.to(addresses);
    return new Broker() {
      @Override
      public String addresses() {
        return addresses;
      }

      @Override
      public void awaitReady() {
        BrokerProbe.awaitReady(connections, () -> true);
      }

      @Override
      public void close() {}

      @Override
      public void kill() {}
    };
  }
}
