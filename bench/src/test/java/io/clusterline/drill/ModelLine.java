package io.clusterline.drill;

import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MemoryBroker;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.MisbehavingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.amqp.AmqpException;

/** Two replicas that share the queues, on a broker and a store that misbehave. */
final class ModelLine implements AutoCloseable {

  /** Longer than ticks may be apart; the real ladder waits up to ten minutes. */
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);

  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration LONGEST_DELIVERY = Duration.ofSeconds(60);

  private final SplittableRandom random;
  private final MemoryBroker broker;
  private final ModelWorlds worlds;
  private final ModelOracle oracle;
  private final StateStore plain = new MemoryStateStore();
  private final MisbehavingStore store;
  private final EventPublisher publisher;
  private final List<MemoryReplica> replicas = new ArrayList<>();
  private int deliveries;
  private int repeated;
  private int deaths;

  ModelLine(ModelWorlds worlds, ModelOracle oracle, long seed) {
    this.random = new SplittableRandom(seed);
    this.worlds = worlds;
    this.oracle = oracle;
    this.broker = new MemoryBroker(random.split()).longestDelay(LONGEST_DELAY);
    this.store = new MisbehavingStore(new ModelStore(plain, oracle), random.split());
    this.publisher = new EventPublisher(new ConfirmedSender(broker));
    replicas.add(replica());
    replicas.add(replica());
  }

  private MemoryReplica replica() {
    return new MemoryReplica(broker, store, worlds.layers().all(), LEASE);
  }

  /** The faults of the store and the broker. */
  void startFaults() {
    ModelFaults.startFaults(store);
    broker.repeating(0.1).losingConfirms(0.01).refusing(0.01);
  }

  void stopFaults() {
    store.clearRules();
    broker.repeating(0).losingConfirms(0).refusing(0);
  }

  /** Publishes as an external client; retries what the broker does not confirm. */
  void send(ModelRequest request) {
    oracle.sends(request);
    repeat(request);
  }

  void repeat(ModelRequest request) {
    ClusterEvent data = data(request);
    Event<ClusterEvent> event =
        new Event<>(
            request.id(),
            ModelOracle.SOURCE,
            request.place().name(),
            Instant.now(),
            null,
            null,
            null,
            null,
            null,
            data);
    Wait.until("the broker has taken " + request)
        .within(LONGEST_DELIVERY)
        .poll(() -> publish(event));
  }

  private Seen<Boolean> publish(Event<ClusterEvent> event) {
    try {
      publisher.publish(event);
      return Seen.yes(true);
    } catch (AmqpException refused) {
      return Seen.notYet(String.valueOf(refused.getMessage()));
    }
  }

  private static ClusterEvent data(ModelRequest request) {
    ClusterLocation location = new ClusterLocation(null, request.place().region());
    String uid = request.uid();
    Long generation = request.ifGeneration();
    return switch (request.kind()) {
      case APPLY ->
          new ClusterRequested(
              request.specification().json(request.place()), generation, List.of(), null);
      case DELETE -> new ClusterDeletionRequested(uid, location, generation, "drill", "drill");
      case CANCEL -> new CancellationRequested(uid, location, generation, false, "drill", "drill");
      case CANCEL_AND_ROLLBACK ->
          new CancellationRequested(uid, location, generation, true, "drill", "drill");
    };
  }

  /** A few messages at once, new ones and such that came before. */
  void deliverSome(double old) {
    List<Handling> all = new ArrayList<>();
    int most = random.nextInt(1, 5);
    for (int i = 0; i < most; i++) {
      boolean again = random.nextDouble() < old;
      Optional<MemoryBroker.Delivery> next = again ? broker.redeliverAny() : broker.next();
      next.map(this::handle).ifPresent(all::add);
      deliveries += next.isPresent() ? 1 : 0;
      repeated += next.isPresent() && again ? 1 : 0;
    }
    if (!all.isEmpty() && random.nextInt(400) == 0) {
      kill();
    }
    all.forEach(this::await);
  }

  /** A delivery on the thread of a consumer. */
  private record Handling(
      MemoryBroker.Delivery delivery, MemoryReplica by, Thread thread, AtomicBoolean acked) {}

  private Handling handle(MemoryBroker.Delivery delivery) {
    MemoryReplica by = replicas.get(random.nextInt(replicas.size()));
    AtomicBoolean acked = new AtomicBoolean();
    Thread thread =
        Thread.startVirtualThread(() -> {
          try {
            by.handle(delivery);
            acked.set(true);
          } catch (RuntimeException notAcked) {
            oracle.comment("not acked: " + notAcked.getMessage());
          }
        });
    return new Handling(delivery, by, thread, acked);
  }

  /** Unacked messages go back to their queue. */
  private void await(Handling one) {
    Wait.until("a delivery to " + one.delivery().stage() + " has ended")
        .within(LONGEST_DELIVERY)
        .atMostEvery(Duration.ofMillis(1))
        .poll(() ->
            !one.thread().isAlive() || one.by().isDead()
                ? Seen.yes(true)
                : Seen.notYet("it goes on"));
    if (!one.acked().get()) {
      broker.redeliver(one.delivery());
    }
  }

  /** One of the replicas dies, and another one starts. */
  void kill() {
    oracle.comment("a replica dies");
    replicas.remove(random.nextInt(replicas.size())).kill();
    replicas.add(replica());
    deaths++;
  }

  MemoryBroker broker() {
    return broker;
  }

  /** The stored documents, read without the store's faults. */
  StateStore stored() {
    return plain;
  }

  String figures() {
    return "%d deliveries, %d of them of messages that came before; %d replicas died"
        .formatted(deliveries, repeated, deaths);
  }

  int deliveries() {
    return deliveries;
  }

  @Override
  public void close() {
    replicas.forEach(MemoryReplica::close);
  }
}
