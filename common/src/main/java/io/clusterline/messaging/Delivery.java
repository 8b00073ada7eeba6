package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.Message;

/** A message as a queue delivered it: what it says, and what its headers say of it. */
public record Delivery(Message<byte[]> message) {

  public byte[] body() {
    return message.getPayload();
  }

  public String text() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** How often it was on the retry ladder before. */
  public int attempt() {
    return message.getHeaders().get(DeadLetter.RETRY) instanceof Number number
        ? number.intValue()
        : 0;
  }

  /** Whether an earlier delivery broke off, whatever had been done about it. */
  public boolean isRedelivered() {
    return Boolean.TRUE.equals(message.getHeaders().get(AmqpHeaders.REDELIVERED));
  }

  /**
   * The event that it holds.
   *
   * @throws ClusterlineException {@link ErrorCode#MALFORMED_EVENT} when it holds none, {@link
   *     ErrorCode#MESSAGE_TOO_LARGE} when it is larger than our own publishers would send it
   */
  public Event<?> event() {
    checkSize(BrokerLimits.LARGEST_MESSAGE); // before anything of it is read
    Object encoding = message.getHeaders().get(AmqpHeaders.CONTENT_ENCODING);
    if (encoding != null && !"UTF-8".equalsIgnoreCase(encoding.toString())) {
      throw new ClusterlineException(
          ErrorCode.MALFORMED_EVENT,
          "content_encoding is '" + encoding + "'; only UTF-8 text is understood");
    }
    Event<?> event = CloudEventCodec.decode(body());
    if (event.data() instanceof ClusterRequested) {
      checkSize(BrokerLimits.LARGEST_REQUEST);
    }
    return event;
  }

  /**
   * The attributes of the event, as far as they can be read. Never fails, and needs little memory.
   * In binary mode, which is refused, they are headers: so the refusal names the right cluster.
   */
  public Envelope envelope() {
    Map<String, String> attributes = new HashMap<>();
    message
        .getHeaders()
        .forEach((name, value) -> {
          if (name.startsWith("cloudEvents:") || name.startsWith("cloudEvents_")) {
            attributes.put(name.substring("cloudEvents:".length()), String.valueOf(value));
          }
        });
    return attributes.isEmpty() ? Envelope.of(body()) : new Envelope(attributes, Optional.empty());
  }

  private void checkSize(int limit) {
    if (body().length > limit) {
      throw new ClusterlineException(
          ErrorCode.MESSAGE_TOO_LARGE,
          "the message has " + body().length + " bytes; it may have " + limit);
    }
  }
}
