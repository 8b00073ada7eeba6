package io.clusterline.messaging;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.MessageListenerContainer;
import org.springframework.amqp.rabbit.listener.QueuesNotAvailableException;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.support.ConsumerCancelledException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.ApplicationListener;

/**
 * No consumer stops unnoticed. A queue that was deleted under its consumer is declared again, and
 * the consumer, which the container restarts, consumes it; as long as a queue is not consumed, the
 * service's health is DOWN. What somebody stopped by {@code actuator/bindings} is only reported.
 */
public final class ConsumerRecovery
    implements ListenerContainerCustomizer<MessageListenerContainer>,
        ApplicationListener<ListenerContainerConsumerFailedEvent>,
        HealthIndicator {

  private final TopologyDeclarer declarer;
  private final List<SimpleMessageListenerContainer> containers = new CopyOnWriteArrayList<>();
  private final Map<Object, String> gaveUp = new ConcurrentHashMap<>();

  public ConsumerRecovery(TopologyDeclarer declarer) {
    this.declarer = declarer;
  }

  @Override
  public void configure(MessageListenerContainer container, String destination, String group) {
    if (container instanceof SimpleMessageListenerContainer simple) {
      // A password that is changed there and here must not end the consumer in between.
      simple.setPossibleAuthenticationFailureFatal(false);
      // The binder would unpack what says it is packed; if it is not, nobody could say why it
      // failed.
      simple.setAfterReceivePostProcessors();
      containers.add(simple);
    }
  }

  /** Called on the consumer's thread, before the container restarts it. */
  @Override
  public void onApplicationEvent(ListenerContainerConsumerFailedEvent event) {
    if (event.isFatal()) {
      gaveUp.put(event.getSource(), String.valueOf(event.getReason()));
    } else if (event.getThrowable() instanceof ConsumerCancelledException
        || event.getThrowable() instanceof QueuesNotAvailableException) {
      declarer.declareAgain();
    }
  }

  @Override
  public Health health() {
    Health.Builder health = Health.up();
    for (SimpleMessageListenerContainer container : containers) {
      String queue = String.join(",", container.getQueueNames());
      if (!container.isRunning()) {
        String reason = gaveUp.get(container);
        withState(health, queue, reason == null ? "stopped" : reason, reason != null);
      } else if (container.getActiveConsumerCount() == 0) {
        withState(health, queue, "not consumed", true);
      } else {
        withState(health, queue, "consumed", false);
      }
    }
    return health.build();
  }

  private static void withState(Health.Builder health, String queue, String state, boolean down) {
    health.withDetail(queue, state);
    if (down) {
      health.down();
    }
  }
}
