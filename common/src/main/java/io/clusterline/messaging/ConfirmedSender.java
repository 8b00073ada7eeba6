package io.clusterline.messaging;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Sends a message and returns only when the broker has it: confirmed and, where it must be, routed.
 * An unroutable message is confirmed too, so both are looked at.
 */
public final class ConfirmedSender {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Transmission transmission;
  private final Runnable repair;

  /**
   * @param template on a connection factory with correlated confirms and returns
   */
  public ConfirmedSender(RabbitTemplate template) {
    this(template, () -> {});
  }

  /**
   * As above.
   *
   * @param repair declares the topology again; called when a message could not be delivered, which
   *     is then sent once more
   */
  public ConfirmedSender(RabbitTemplate template, Runnable repair) {
    this(template::send, repair);
    template.setMandatory(true);
  }

  /**
   * As above, on another way to the broker.
   *
   * @param transmission on a connection factory with correlated confirms and returns; mandatory
   */
  public ConfirmedSender(Transmission transmission, Runnable repair) {
    this.transmission = transmission;
    this.repair = repair;
  }

  /** The message is in at least one queue when this returns. */
  public void sendRouted(String exchange, String routingKey, Message message) {
    if (send(exchange, routingKey, message).getReturned() != null) {
      repair.run();
      sendAgain(exchange, routingKey, message);
    }
  }

  private void sendAgain(String exchange, String routingKey, Message message) {
    if (sendOnce(exchange, routingKey, message).getReturned() != null) {
      throw new UndeliveredException(
          "no queue takes " + routingKey + " from exchange '" + exchange + "'", null);
    }
  }

  /** The broker has taken the message, whether or not anybody listens. */
  public CorrelationData send(String exchange, String routingKey, Message message) {
    try {
      return sendOnce(exchange, routingKey, message);
    } catch (RefusedException refused) { // so it is where the exchange does not exist any more
      repair.run();
      return sendOnce(exchange, routingKey, message);
    }
  }

  private CorrelationData sendOnce(String exchange, String routingKey, Message message) {
    CorrelationData correlation = new CorrelationData(UUID.randomUUID().toString());
    transmission.send(exchange, routingKey, message, correlation);
    try {
      CorrelationData.Confirm confirm =
          correlation.getFuture().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!confirm.ack()) {
        throw new RefusedException("the broker refused " + routingKey + ": " + confirm.reason());
      }
      return correlation;
    } catch (ExecutionException | TimeoutException e) {
      throw new UndeliveredException(
          "the broker did not confirm " + routingKey + " within " + LIMIT.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("interrupted while " + routingKey + " was being confirmed", e);
    }
  }

  /** Sends without waiting for a confirm: for messages that may be lost without harm. */
  public void sendUnconfirmed(String exchange, String routingKey, Message message) {
    transmission.send(
        exchange, routingKey, message, new CorrelationData(UUID.randomUUID().toString()));
  }

  /** Nobody knows whether the broker has the message, or it surely has not. */
  public static class UndeliveredException extends AmqpException {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The broker surely has not the message. */
  private static final class RefusedException extends UndeliveredException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message, null);
    }
  }
}
