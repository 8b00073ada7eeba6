package io.clusterline.testkit;

import io.clusterline.event.StageName;
import io.clusterline.messaging.ConsumerRecovery;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binder.ExtendedConsumerProperties;
import org.springframework.cloud.stream.binder.rabbit.RabbitMessageChannelBinder;
import org.springframework.cloud.stream.binder.rabbit.properties.RabbitConsumerProperties;
import org.springframework.cloud.stream.binder.rabbit.provisioning.RabbitExchangeQueueProvisioner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;

/**
 * Consumes stage queues as the services do: through spring-cloud-stream's binder for RabbitMQ, with
 * the settings of the {@code line.yaml} that is shipped. Only Spring Boot is left out, so that a
 * test can have many of them.
 */
public final class BinderConsumers implements AutoCloseable {

  private static final Binder SETTINGS = settings();

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final RabbitMessageChannelBinder binder;
  private final List<Binding<MessageChannel>> bindings = new ArrayList<>();

  /**
   * @param connections stays open when this is closed
   */
  public BinderConsumers(CachingConnectionFactory connections) {
    ConsumerRecovery recovery =
        new ConsumerRecovery(new TopologyDeclarer(new RabbitAdmin(connections)));
    context.register(Integration.class);
    context.registerBean(ConsumerRecovery.class, () -> recovery);
    context.refresh();
    binder =
        new RabbitMessageChannelBinder(
            connections,
            new RabbitProperties(),
            new RabbitExchangeQueueProvisioner(connections),
            recovery);
    binder.setApplicationContext(context);
    try {
      binder.afterPropertiesSet();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Binds the stage's queue to this consumer. */
  public void consume(StageName stage, Consumer<Message<byte[]>> consumer) {
    DirectChannel channel = new DirectChannel();
    channel.setBeanFactory(context);
    channel.subscribe(message -> consumer.accept(withBody(message)));
    bindings.add(binder.bindConsumer(Topology.EVENTS, stage.queue(), channel, properties()));
  }

  @SuppressWarnings("unchecked") // the binder converts no message
  private static Message<byte[]> withBody(Message<?> message) {
    return (Message<byte[]>) message;
  }

  /** Takes no more messages; returns when those in hand have ended. */
  public void stop() {
    bindings.forEach(Binding::stop);
  }

  @Override
  public void close() {
    bindings.forEach(Binding::unbind);
    context.close();
  }

  private static ExtendedConsumerProperties<RabbitConsumerProperties> properties() {
    RabbitConsumerProperties rabbit =
        SETTINGS
            .bind("spring.cloud.stream.rabbit.default.consumer", RabbitConsumerProperties.class)
            .get();
    var properties = new ExtendedConsumerProperties<>(rabbit);
    SETTINGS.bind("spring.cloud.stream.default.consumer", Bindable.ofInstance(properties));
    return properties;
  }

  private static Binder settings() {
    StandardEnvironment environment = new StandardEnvironment();
    try {
      new YamlPropertySourceLoader()
          .load("line.yaml", new ClassPathResource("line.yaml"))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Binder.get(environment);
  }

  /** What Spring Integration's channels need. */
  @Configuration(proxyBeanMethods = false)
  @EnableIntegration
  static class Integration {}
}
