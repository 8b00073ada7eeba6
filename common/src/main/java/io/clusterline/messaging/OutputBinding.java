package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.TraceParent;
import io.clusterline.messaging.ConfirmedSender.UndeliveredException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.cloud.stream.function.StreamBridge;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Sends events to {@link Topology#EVENTS} through the output binding of {@code line.yaml}, which
 * {@code actuator/bindings} shows and stops. The broker's confirms and returns complete the
 * correlation.
 */
public final class OutputBinding implements Transmission {

  /** Its name in {@code line.yaml}. */
  public static final String EVENTS = "events-out-0";

  /** The header from which {@code line.yaml} takes the routing key; it is not sent. */
  private static final String ROUTING_KEY = "clusterline_routingKey";

  private final StreamBridge bridge;

  /**
   * @param bindings gets the binding: what {@code StreamBridge} binds by itself, at the first
   *     event, {@code actuator/bindings} does not know
   */
  public OutputBinding(StreamBridge bridge, BindingsLifecycleController bindings) {
    this.bridge = bridge;
    bindings.initializeOutputBinding(EVENTS);
  }

  /**
   * @param exchange the one that the binding leads to
   * @throws UndeliveredException when the binding is stopped
   */
  @Override
  public void send(
      String exchange, String routingKey, Message message, CorrelationData correlation) {
    if (!exchange.equals(Topology.EVENTS)) {
      throw new IllegalArgumentException(EVENTS + " does not lead to exchange " + exchange);
    }
    try {
      bridge.send(EVENTS, bound(routingKey, message, correlation));
    } catch (MessagingException e) {
      throw e.getCause() instanceof AmqpException failure
          ? failure
          : new UndeliveredException("binding " + EVENTS + " does not take " + routingKey, e);
    }
  }

  private static org.springframework.messaging.Message<byte[]> bound(
      String routingKey, Message message, CorrelationData correlation) {
    return MessageBuilder.withPayload(message.getBody())
        .setHeader(MessageHeaders.CONTENT_TYPE, CloudEventCodec.CONTENT_TYPE)
        .setHeader(ROUTING_KEY, routingKey)
        .setHeader(TraceParent.NAME, message.getMessageProperties().getHeader(TraceParent.NAME))
        .setHeader(AmqpHeaders.PUBLISH_CONFIRM_CORRELATION, correlation)
        .build();
  }
}
