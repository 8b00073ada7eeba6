package io.clusterline.console.metrics;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.event.StageName;
import io.clusterline.messaging.BrokerConnections;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code clusterline_dead_letters}: how many rest in each stage's dead-letter queue, asked of the
 * broker. While it cannot be asked there are no rows: an old number would be a lie.
 */
public final class DeadLetterMetrics implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final BrokerConnections broker;
  private final MultiGauge gauge;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dead letters").factory());
  private @Nullable Connection connection;

  public DeadLetterMetrics(BrokerConnections broker, MeterRegistry registry) {
    this.broker = broker;
    this.gauge = register(registry);
  }

  static MultiGauge register(MeterRegistry registry) {
    return MultiGauge.builder("clusterline.dead.letters")
        .description("Messages at rest in the dead-letter queue of a stage, asked of the broker")
        .register(registry);
  }

  static Row<?> row(StageName stage, long count) {
    return Row.of(Tags.of("stage", stage.toString()), count);
  }

  public DeadLetterMetrics start() {
    timer.scheduleWithFixedDelay(this::refresh, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void refresh() {
    List<Row<?>> rows = new ArrayList<>();
    try (Channel channel = connection().createChannel()) {
      for (StageName stage : StageName.values()) {
        long count = channel.messageCount(stage.deadLetterQueue());
        rows.add(row(stage, count));
      }
    } catch (IOException | TimeoutException | RuntimeException unreachable) {
      rows.clear();
    }
    gauge.register(rows, true);
  }

  private Connection connection() throws IOException {
    if (connection == null || !connection.isOpen()) {
      connection = broker.open("clusterline console");
    }
    return connection;
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    if (connection != null && connection.isOpen()) {
      connection.close();
    }
  }
}
