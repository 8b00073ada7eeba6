package io.clusterline.drill;

import io.clusterline.event.StageName;
import io.clusterline.execution.ServiceConfiguration.StageHandlers;
import io.clusterline.execution.StageDispatcher;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.accept.RequestHandler;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.stage.StageDefinition;
import io.clusterline.state.Leases;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.SpanSink;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MemoryBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.messaging.Message;

/**
 * One process with all stages on a {@link MemoryBroker}: handlers, attempts and leases. It can die
 * at any point.
 */
final class MemoryReplica implements AutoCloseable {

  private static final int ATTEMPTS = 100;
  private static final int DEATHS = 1_000;
  private static final int AT_ONCE = 4;

  private final Mortality mortality = new Mortality();
  private final Leases leases;
  private final StageRuntime runtime;
  private final StageHandlers handlers;
  private final StageDispatcher dispatcher;
  private final Map<StageName, Consumer<Message<byte[]>>> queues = new EnumMap<>(StageName.class);

  /**
   * @param layers of a build, in any order
   * @param lease how long its leases live without a heartbeat
   */
  MemoryReplica(MemoryBroker broker, StateStore store, List<FakeLayer<?>> layers, Duration lease) {
    ConfirmedSender sender = new ConfirmedSender(mortality.of(broker));
    runtime =
        new StageRuntime(
            new EventPublisher(sender),
            mortality.of(store),
            Clock.systemUTC(),
            mortality,
            SpanSink.NONE);
    StageMetrics metrics = new StageMetrics(new SimpleMeterRegistry());
    leases = new Leases(UUID.randomUUID().toString(), lease);
    dispatcher = new StageDispatcher(runtime, leases, metrics, ATTEMPTS, DEATHS, AT_ONCE);
    handlers = new StageHandlers(runtime, sender, dispatcher, metrics);
    queues.put(
        StageName.ACCEPT, new RequestHandler(runtime, handlers.queue(StageName.ACCEPT), metrics));
    layers.forEach(this::layer);
  }

  private void layer(StageDefinition<?, ?> layer) {
    queues.put(layer.name(), handlers.of(layer));
    var removing = handlers.removing(layer);
    queues.put(removing.stage(), removing);
  }

  /** Handles a delivery on the caller's thread. */
  void handle(MemoryBroker.Delivery delivery) {
    queues.get(delivery.stage()).accept(delivery.message());
  }

  StageRuntime runtime() {
    return runtime;
  }

  boolean isDead() {
    return mortality.isDead();
  }

  /** Ends it as kill -9 does: all its threads stop, and no lease is released. */
  void kill() {
    mortality.kill();
    leases.close();
  }

  @Override
  public void close() {
    dispatcher.close();
    leases.close();
  }
}
