package io.clusterline.messaging;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;

/**
 * Declares the topology and so verifies it: the broker refuses a declaration that differs from what
 * it has, and then the service refuses to run.
 */
public final class TopologyDeclarer {

  private static final Logger LOG = LoggerFactory.getLogger(TopologyDeclarer.class);

  private final AmqpAdmin admin;

  public TopologyDeclarer(AmqpAdmin admin) {
    this.admin = admin;
  }

  /**
   * @throws TopologyException naming the object and the broker's word on how it differs
   */
  public void declare() {
    Topology.declarables().getDeclarables().forEach(this::declare);
  }

  /**
   * Repairs what was deleted or changed while we ran: never fails, but logs what the broker
   * refuses.
   */
  public void declareAgain() {
    try {
      declare();
      LOG.warn("the topology was declared again: something of it was missing");
    } catch (TopologyException e) {
      LOG.error("the topology cannot be declared again: {}", e.getMessage());
    }
  }

  private void declare(Declarable declarable) {
    try {
      switch (declarable) {
        case Exchange exchange -> admin.declareExchange(exchange);
        case Queue queue -> admin.declareQueue(queue);
        case Binding binding -> admin.declareBinding(binding);
        default -> throw new IllegalStateException("unexpected in the topology: " + declarable);
      }
    } catch (AmqpException e) {
      throw new TopologyException(name(declarable), e);
    }
  }

  private static String name(Declarable declarable) {
    return switch (declarable) {
      case Exchange exchange -> "exchange " + exchange.getName();
      case Queue queue -> "queue " + queue.getName();
      case Binding binding ->
          "binding of " + binding.getDestination() + " to " + binding.getExchange();
      default -> declarable.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }

  /** The broker holds something else under that name, or does not let us declare it. */
  public static final class TopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopologyException(String what, AmqpException cause) {
      super(
          "the broker does not accept the " + what + ": " + rootMessage(cause) + remedy(cause),
          cause);
    }

    TopologyException(String message) {
      super(message);
    }

    private static String remedy(Throwable failure) {
      return rootMessage(failure).contains("ACCESS_REFUSED")
          ? ". Give the user configure, write and read permission on '^(clusterline\\.|"
              + "(infra|bootstrap|network|gitops)-service\\.|amq\\.default).*', then start again."
          : ". Remove or migrate it, then start again.";
    }

    private static String rootMessage(Throwable failure) {
      Throwable root = failure;
      while (root.getCause() != null && root.getCause() != root) {
        root = root.getCause();
      }
      return String.valueOf(root.getMessage());
    }
  }
}
