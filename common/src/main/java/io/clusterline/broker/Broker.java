package io.clusterline.broker;

import io.clusterline.messaging.BrokerAddress;
import io.clusterline.messaging.BrokerConnections;
import java.util.OptionalInt;

/** The RabbitMQ broker in use. */
public interface Broker extends AutoCloseable {

  /** As {@link BrokerAddress} reads them. With its credentials: not for logs. */
  String addresses();

  /** Returns once it takes connections. */
  void awaitReady();

  /** Where on 127.0.0.1 Prometheus reads its metrics, if it is a node of ours that has them. */
  default OptionalInt metricsPort() {
    return OptionalInt.empty();
  }

  @Override
  void close();

  /** Ends it without a clean shutdown: its data is no longer needed. */
  void kill();

  /** An external broker, which is neither started nor stopped. */
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
