package io.clusterline.messaging;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.messaging.Message;

/**
 * A message as a queue delivered it: its body and its headers.
 *
 * @param body an event in structured mode, whatever its publisher used
 */
public record Delivery(Message<byte[]> message, byte[] body) {

  public Delivery(Message<byte[]> message) {
    this(message, BinaryMode.structured(message.getHeaders(), message.getPayload()));
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

  /** Whether an earlier delivery of it was not acknowledged; parts of it may have been handled. */
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
   */
  public Envelope envelope() {
    return BinaryMode.envelope(message.getHeaders(), body()).orElseGet(() -> Envelope.of(body()));
  }

  private void checkSize(int limit) {
    if (body().length > limit) {
      throw new ClusterlineException(
          ErrorCode.MESSAGE_TOO_LARGE,
          "the message has " + body().length + " bytes; it may have " + limit);
    }
  }
}
