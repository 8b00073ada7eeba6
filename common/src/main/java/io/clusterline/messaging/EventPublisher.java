package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.FittingEvents;
import io.clusterline.event.TraceParent;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;

/**
 * Publishes events: to the stages that wait for them and to the journal. Keeps the limit on their
 * size: a report is cut to it, anything else refused.
 */
public final class EventPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

  private final ConfirmedSender events;
  private final ConfirmedSender journal;

  /** Both over the same way. */
  public EventPublisher(ConfirmedSender sender) {
    this(sender, sender);
  }

  /**
   * @param events leads to {@link Topology#EVENTS}
   * @param journal leads to {@link Topology#JOURNAL}
   */
  public EventPublisher(ConfirmedSender events, ConfirmedSender journal) {
    this.events = events;
    this.journal = journal;
  }

  /**
   * The broker holds the event when this returns: in the queue of the stage that waits for it, if
   * one does, and in the journal.
   *
   * @throws ConfirmedSender.UndeliveredException when it may not be there; publishing it again is
   *     safe
   * @throws ClusterlineException {@link ErrorCode#MESSAGE_TOO_LARGE} with its size and the limit;
   *     nothing was sent
   */
  public <T extends ClusterEvent> void publish(Event<T> event) {
    Message message = message(event);
    if (Topology.hasConsumer(event.type())) {
      events.sendRouted(Topology.EVENTS, event.routingKey(), message);
    } else if (!event.type().isProgress()) {
      events.send(Topology.EVENTS, event.routingKey(), message);
    }
    journal.sendRouted(Topology.JOURNAL, event.routingKey(), message);
  }

  /**
   * Publishes a request as somebody who may perhaps write to the exchange of events alone: the
   * accept stage has the request when this returns, and the journal has it where that is allowed.
   *
   * @throws ConfirmedSender.UndeliveredException when no accept stage may have it; publishing it
   *     again is safe
   * @throws ClusterlineException {@link ErrorCode#MESSAGE_TOO_LARGE} with its size and the limit;
   *     nothing was sent
   */
  public <T extends ClusterEvent> void request(Event<T> event) {
    Message message = message(event);
    events.sendRouted(Topology.EVENTS, event.routingKey(), message);
    try {
      journal.sendRouted(Topology.JOURNAL, event.routingKey(), message);
    } catch (AmqpException mayNotWriteThere) {
      LOG.debug("the request is not in the journal: {}", mayNotWriteThere.getMessage());
    }
  }

  /**
   * To the journal alone and without waiting: progress, which nobody's work depends on. What is too
   * large even when cut is left out.
   */
  public <T extends ClusterEvent> void publishProgress(Event<T> event) {
    try {
      journal.sendUnconfirmed(Topology.JOURNAL, event.routingKey(), message(event));
    } catch (ClusterlineException tooLarge) {
      LOG.warn("the journal misses an event: {}", tooLarge.getMessage());
    }
  }

  private static Message message(Event<?> event) {
    int limit =
        event.data() instanceof ClusterRequested
            ? BrokerLimits.LARGEST_REQUEST
            : BrokerLimits.LARGEST_MESSAGE;
    Message message = message(CloudEventCodec.encode(FittingEvents.shortenToFit(event, limit)));
    if (event.traceparent() != null) {
      message.getMessageProperties().setHeader(TraceParent.NAME, event.traceparent());
    }
    return message;
  }

  /** A persistent message with that event in it, whatever its size. */
  public static Message message(byte[] body) {
    return MessageBuilder.withBody(body)
        .setContentType(CloudEventCodec.CONTENT_TYPE)
        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
        .build();
  }
}
