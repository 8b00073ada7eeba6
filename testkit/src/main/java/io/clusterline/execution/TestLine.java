package io.clusterline.execution;

import static java.time.Duration.ofSeconds;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.Metadata;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.ClusterRef;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterState;
import io.clusterline.state.Leases;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.BinderConsumers;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.RecordedEvents;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** The execution package on a real broker, with a state store in memory. */
public final class TestLine implements AutoCloseable {

  static final Duration TIME_TO_LIVE = ofSeconds(2);
  static final int AT_ONCE = 4;

  private final CachingConnectionFactory connections;
  private final RabbitAdmin admin;
  private final RabbitTemplate template;
  private final ConfirmedSender sender;
  final StageMetrics metrics;
  private final List<AutoCloseable> open = new ArrayList<>();
  final StateStore store;
  final StageRuntime line;

  public TestLine() {
    this(new MemoryStateStore());
  }

  public TestLine(StateStore store) {
    this(store, new SimpleMeterRegistry());
  }

  /** Its replicas are measured there. */
  public TestLine(StateStore store, MeterRegistry registry) {
    this.store = store;
    this.metrics = new StageMetrics(registry);
    connections = new CachingConnectionFactory(TestBroker.uri());
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    admin = new RabbitAdmin(connections);
    template = new RabbitTemplate(connections);
    sender = new ConfirmedSender(new RabbitTemplate(connections));
    line = new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
    new TopologyDeclarer(admin).declare();
    Arrays.stream(StageName.values()).forEach(this::purge);
  }

  private void purge(StageName stage) {
    admin.purgeQueue(stage.queue());
    admin.purgeQueue(stage.deadLetterQueue());
  }

  CachingConnectionFactory connections() {
    return connections;
  }

  public RabbitAdmin admin() {
    return admin;
  }

  ConfirmedSender sender() {
    return sender;
  }

  public ClusterState state() {
    return state("small");
  }

  ClusterState state(String cluster) {
    return line.state(new ClusterLocation(null, "ap-northeast-2"), cluster);
  }

  /** Stage records and ledgers of the cluster "small". */
  public StageStore stages() {
    return stages("small");
  }

  StageStore stages(String cluster) {
    return state(cluster).stages(uid(cluster));
  }

  static String uid(String cluster) {
    return cluster.equals("small") ? "uid-1" : "uid-" + cluster;
  }

  /** Whether the lease on its infra stage was ever held. */
  boolean isTaken(String cluster) {
    String key = "clusters/" + cluster + "/" + uid(cluster) + "/infra/lease.json";
    return store.documents(new ClusterLocation(null, "ap-northeast-2")).read(key).isPresent();
  }

  /** Starts a replica of the service that owns the infra stage. */
  public Replica replica(TestStage stage) {
    return replica(new BuildExecutor<>(stage), 1, StallDetector.MARGIN);
  }

  /** Starts a replica that tries so often. */
  Replica replica(TestStage stage, int attempts) {
    return replica(new BuildExecutor<>(stage), attempts, StallDetector.MARGIN);
  }

  /** Starts a replica of the service that owns that job. */
  Replica replica(StageExecutor<?> executor, int attempts, Duration margin) {
    return replica(executor, attempts, AT_ONCE, margin);
  }

  /** A replica that works on so many clusters at once. */
  Replica replica(StageExecutor<?> executor, int attempts, int atOnce, Duration margin) {
    Leases leases = new Leases(UUID.randomUUID().toString(), TIME_TO_LIVE, metrics);
    AttemptLimits limits = new AttemptLimits(attempts, AttemptLimits.DEATHS, margin);
    StageDispatcher workers = new StageDispatcher(line, leases, metrics, limits, atOnce);
    StageMessageHandler<?> consumer =
        new StageMessageHandler<>(executor, line, queue(executor.stage()), workers, metrics);
    BinderConsumers consumers = new BinderConsumers(connections);
    consumers.consume(executor.stage(), consumer);
    Replica replica = new Replica(consumers, consumer, workers, leases);
    open.add(replica);
    return replica;
  }

  public StageQueue queue(StageName stage) {
    return new StageQueue(stage, sender, Clock.systemUTC());
  }

  /** Replays by hand, as a shovel does: moves the dead letter back to the queue. */
  Message replayByHand(StageName stage) {
    Message deadLetter = next(stage.deadLetterQueue());
    sender.sendRouted("", stage.queue(), deadLetter);
    return deadLetter;
  }

  public void awaitStatus(StageName stage, Status status) {
    Wait.until(stage + " is " + status)
        .within(ofSeconds(30))
        .poll(() -> {
          Status now = stages().read(stage).map(StageRecord::status).orElse(null);
          return now == status ? Seen.yes(now) : Seen.notYet("it is " + now);
        });
  }

  /** One process, as far as its consumers, workers and heartbeats go. */
  record Replica(
      BinderConsumers consumers,
      StageMessageHandler<?> handler,
      StageDispatcher workers,
      Leases leases)
      implements AutoCloseable {

    /**
     * Ends it as kill -9 does: no more heartbeats, no lease released, no message taken. Its worker
     * stays stuck.
     */
    void kill() {
      leases.close();
      consumers.stop();
    }

    @Override
    public void close() {
      consumers.close();
      workers.close();
      leases.close();
    }
  }

  /** As its stage does: first it is recorded, then published. */
  @SuppressWarnings("unchecked") // the class of its data was just checked
  public void publish(Event<?> event) {
    if (event.data() instanceof StageTrigger) {
      RecordedEvents.record(state(event.subject()), (Event<? extends StageTrigger>) event);
    }
    line.publisher().publish(event);
  }

  /** The cluster's newest generation is at least that one. */
  public void assign(long generation) {
    assign("small", generation);
  }

  void assign(String cluster, long generation) {
    if (state(cluster).read().filter(now -> now.generation() >= generation).isEmpty()) {
      RecordedEvents.record(state(cluster), accepted(cluster, generation));
    }
  }

  void sendRaw(StageName stage, byte[] body) {
    sender.sendRouted("", stage.queue(), EventPublisher.message(body));
  }

  /** The next message in a queue. */
  public Message next(String queue) {
    return Wait.until("there is a message in " + queue)
        .within(ofSeconds(30))
        .poll(() -> {
          Message message = template.receive(queue);
          return message == null ? Seen.notYet("it is empty") : Seen.yes(message);
        });
  }

  public Event<?> nextEvent(StageName stage) {
    return CloudEventCodec.decode(next(stage.queue()).getBody());
  }

  public static Event<ClusterAccepted> accepted(long generation) {
    return accepted("small", generation);
  }

  static Event<ClusterAccepted> accepted(String cluster, long generation) {
    return new Event<>(
        "accepted-" + generation,
        "/clusterline/infra-service",
        cluster,
        Instant.now(),
        uid(cluster),
        generation,
        "build-" + generation,
        null,
        null,
        new ClusterAccepted(named(cluster), false));
  }

  /** The event with which a stage gives up on generation 1. */
  Event<StageFailed> failed(StageName stage, ErrorCode code) {
    StageFailed failed =
        new StageFailed(
            stage,
            code.name(),
            "?",
            code.fix(),
            true,
            3,
            List.of(),
            List.of(),
            List.of(),
            null,
            "dead");
    ClusterRef cluster = new ClusterRef("small", "uid-1", 1, "build-1");
    return line.event(stage, cluster, "accepted-1", failed, 3);
  }

  private static Cluster named(String name) {
    Cluster small = small();
    return new Cluster(
        small.apiVersion(),
        small.kind(),
        new Metadata(name, small.metadata().labels()),
        small.spec());
  }

  static Cluster small() {
    Path file = Path.of("..", "deploy", "clusters", "small.yaml");
    try {
      return SpecificationReader.read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] json(Object value) {
    return Json.MAPPER.writeValueAsBytes(value);
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
    Connections.close(connections);
  }
}
