package io.clusterline.messaging;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;

/** A way to the broker: by spring-rabbit's template, or through an {@link OutputBinding}. */
@FunctionalInterface
public interface Transmission {

  /**
   * Hands the message to the client; does not wait for the broker.
   *
   * @param correlation completed by the broker's confirm, and told of a return
   * @throws org.springframework.amqp.AmqpException when there is no connection
   */
  void send(String exchange, String routingKey, Message message, CorrelationData correlation);
}
