package io.clusterline.telemetry;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import org.springframework.amqp.rabbit.support.micrometer.RabbitMessageSenderContext;

/**
 * Metrics of sent messages by template and exchange. Spring AMQP's own convention adds the routing
 * key, which holds the cluster's name: such a label would grow for ever.
 */
public final class SendConvention
    implements GlobalObservationConvention<RabbitMessageSenderContext> {

  @Override
  public boolean supportsContext(Observation.Context context) {
    return context instanceof RabbitMessageSenderContext;
  }

  @Override
  public String getName() {
    return "spring.rabbit.template";
  }

  @Override
  public String getContextualName(RabbitMessageSenderContext context) {
    return context.getExchange() + " send";
  }

  @Override
  public KeyValues getLowCardinalityKeyValues(RabbitMessageSenderContext context) {
    return KeyValues.of(
        "spring.rabbit.template.name",
        context.getBeanName(),
        "messaging.destination.name",
        context.getExchange());
  }
}
