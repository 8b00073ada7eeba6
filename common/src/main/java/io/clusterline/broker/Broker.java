package io.clusterline.broker;

import java.net.URI;

/** The RabbitMQ that the line uses. */
public interface Broker extends AutoCloseable {

  /** With its credentials: not for logs. */
  URI uri();

  /** Returns once it takes connections. */
  void awaitReady();

  @Override
  void close();

  /** Ends it without letting it put its data in order: nobody will read them. */
  void kill();

  /** Somebody else's, which is neither started nor stopped. */
  static Broker given(URI uri) {
    return new Broker() {
      @Override
      public URI uri() {
        return uri;
      }

      @Override
      public void awaitReady() {
        BrokerProbe.awaitReady(uri, () -> true);
      }

      @Override
      public void close() {}

      @Override
      public void kill() {}
    };
  }
}
