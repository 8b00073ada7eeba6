package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;

/** Says events: to the stages that wait for them and to the journal. */
public final class EventPublisher {

  private final ConfirmedSender sender;

  public EventPublisher(ConfirmedSender sender) {
    this.sender = sender;
  }

  /**
   * The broker holds the event when this returns: in the queue of the stage that waits for it, if
   * one does, and in the journal.
   *
   * @throws ConfirmedSender.UndeliveredException when it may not be there; saying it again is safe
   */
  public <T extends ClusterEvent> void publish(Event<T> event) {
    Message message = message(CloudEventCodec.encode(event));
    if (Topology.hasConsumer(event.type())) {
      sender.sendRouted(Topology.EVENTS, event.routingKey(), message);
    } else if (!event.type().isProgress()) {
      sender.send(Topology.EVENTS, event.routingKey(), message);
    }
    sender.sendRouted(Topology.JOURNAL, event.routingKey(), message);
  }

  /** To the journal alone and without waiting: progress, which nobody's work depends on. */
  public <T extends ClusterEvent> void tell(Event<T> event) {
    sender.sendUnconfirmed(
        Topology.JOURNAL, event.routingKey(), message(CloudEventCodec.encode(event)));
  }

  public static Message message(byte[] body) {
    return MessageBuilder.withBody(body)
        .setContentType(CloudEventCodec.CONTENT_TYPE)
        .setDeliveryMode(MessageDeliveryMode.PERSISTENT)
        .build();
  }
}
