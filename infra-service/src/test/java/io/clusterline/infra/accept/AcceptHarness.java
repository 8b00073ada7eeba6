package io.clusterline.infra.accept;

import static java.time.Duration.ofSeconds;

import io.clusterline.Json;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalRequest;
import io.clusterline.event.RequestRefused;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.machine.MachinesRunning;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.Topology.RetryDelay;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Address;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.AllowedLocations;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MisbehavingStore;
import io.clusterline.testkit.RecordedEvents;
import io.clusterline.testkit.SampleClusters;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.node.ObjectNode;

/** The accept stage on a real broker, with its queues and its store in the test's hands. */
final class AcceptHarness implements AutoCloseable {

  static final String REGION = "ap-northeast-2";
  static final ClusterLocation LOCATION = new ClusterLocation(null, REGION, null);

  final MisbehavingStore store = new MisbehavingStore();
  private final CachingConnectionFactory connections =
      new CachingConnectionFactory(TestBroker.uri());
  private final CuttableTemplate sending;
  private final RabbitTemplate receiving;
  private final StageRuntime runtime;
  private final StageQueue queue;
  private final RequestHandler handler;
  private final JournalReader journal;

  /** A connection that can be cut: as if the process had died before it could publish. */
  private static final class CuttableTemplate extends RabbitTemplate {
    private volatile boolean cut;

    CuttableTemplate(ConnectionFactory connections) {
      super(connections);
    }

    @Override
    public void send(String exchange, String key, Message message, CorrelationData correlation) {
      if (cut) {
        throw new AmqpException("the connection to the broker is cut");
      }
      super.send(exchange, key, message, correlation);
    }
  }

  AcceptHarness() throws Exception {
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    RabbitAdmin admin = new RabbitAdmin(connections);
    new TopologyDeclarer(admin).declare();
    for (RetryDelay delay : RetryDelay.values()) {
      admin.purgeQueue(delay.exchange());
    }
    for (StageName stage : StageName.values()) {
      admin.purgeQueue(stage.queue());
      admin.purgeQueue(stage.deadLetterQueue());
    }
    receiving = new RabbitTemplate(connections);
    sending = new CuttableTemplate(connections);
    ConfirmedSender sender = new ConfirmedSender(sending);
    runtime = new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
    queue = new StageQueue(StageName.ACCEPT, sender, Clock.systemUTC());
    handler = handler(InFlightMarkers.none());
    journal = JournalReader.open(TestBroker.uri().toString(), "next");
  }

  /** Another replica. */
  RequestHandler handler(InFlightMarkers markers) {
    return new RequestHandler(runtime, queue, new StageMetrics(new SimpleMeterRegistry()), markers);
  }

  /** Whose operator allows these locations only. */
  RequestHandler handler(AllowedLocations allowed) {
    StageMetrics metrics = new StageMetrics(new SimpleMeterRegistry());
    return new RequestHandler(runtime, queue, metrics, InFlightMarkers.none(), allowed);
  }

  /** The cluster's specification, to be changed. */
  static ObjectNode specification() {
    String yaml = SampleClusters.smallText("small", REGION);
    return (ObjectNode)
        Json.MAPPER.readTree(SpecificationWriter.toJson(SpecificationReader.read(yaml, "test")));
  }

  /** From outside: no uid, no generation. */
  static Event<ClusterEvent> request(String id, ClusterEvent data) {
    return new Event<>(id, "/tests", "small", Instant.now(), null, null, null, null, null, data);
  }

  /** A stage's event about the newest generation; the stage has recorded it. */
  Event<ClusterEvent> notice(String id, ClusterEvent data) {
    Event<ClusterEvent> event = forged(id, data);
    if (data instanceof StageFailed failed) {
      recordFailure(failed, event);
    } else {
      RecordedEvents.recordResult(stages(), event);
    }
    return event;
  }

  private void recordFailure(StageFailed failed, Event<?> event) {
    String text = CloudEventCodec.text(event);
    StageRecord record =
        new StageRecord(
            failed.stage(),
            Objects.requireNonNull(event.generation()),
            StageRecord.Status.FAILED,
            1,
            text,
            text,
            Map.of(),
            "tick",
            java.util.List.of(),
            null,
            failed.deadLetterId(),
            0,
            null);
    var unused = stages().change(record, before -> record);
  }

  /** As a stage would publish it, but no stage has recorded it. */
  Event<ClusterEvent> forged(String id, ClusterEvent data) {
    ClusterRecord record = record();
    return new Event<>(
        id,
        "/clusterline/test",
        "small",
        Instant.now(),
        record.uid(),
        record.generation(),
        record.buildId(),
        null,
        null,
        data);
  }

  ClusterState state() {
    return new ClusterState(store.documents(LOCATION), "small");
  }

  StageStore stages() {
    return state().stages(record().uid());
  }

  ClusterRecord record() {
    return state().read().orElseThrow();
  }

  /** As if the release of the stored specification had reached its end of life since. */
  void endKubernetesRelease() {
    DocumentStore documents = store.documents(LOCATION);
    DocumentStore.Document document = documents.read("clusters/small/cluster.json").orElseThrow();
    documents.replace(
        document,
        document.body().replaceAll("\"version\":\"1\\.[0-9.]+\"", "\"version\":\"1.28.15\""));
  }

  void consume(Event<?> event) {
    consume(CloudEventCodec.encode(event));
  }

  /** By that replica. */
  void consume(RequestHandler replica, Event<?> event) {
    replica.accept(new GenericMessage<>(CloudEventCodec.encode(event), Map.of()));
  }

  void consume(byte[] body) {
    consume(body, Map.of());
  }

  void consume(byte[] body, Map<String, Object> headers) {
    handler.accept(new GenericMessage<>(body, headers));
  }

  /** The record is written, then the connection is cut: the delivery is not acked. */
  RuntimeException consumeAndDie(Event<?> event) {
    sending.cut = true;
    try {
      consume(event);
      throw new AssertionError("it was acked although nothing could be published");
    } catch (AmqpException unpublished) {
      return unpublished;
    } finally {
      sending.cut = false;
    }
  }

  /** A message that was put aside, when it comes back from the retry ladder. */
  Message returned() {
    return receive(StageName.ACCEPT.queue());
  }

  void consume(Message message) {
    consume(message.getBody(), message.getMessageProperties().getHeaders());
  }

  /** A request for the small cluster, and what it became. */
  Event<?> apply(String id, ObjectNode specification) {
    consume(request(id, ClusterRequested.of(specification)));
    return next(StageName.INFRA);
  }

  /** The same, asking for new values of the generated secrets. */
  void rotateSecrets(String id, ObjectNode specification) {
    consume(request(id, new ClusterRequested(specification, null, null, true)));
  }

  /** The same with approvals. */
  Event<?> apply(String id, List<String> approvals, ObjectNode specification) {
    consume(request(id, new ClusterRequested(specification, null, approvals, null)));
    return next(StageName.INFRA);
  }

  /** The infra stage's ledger: a machine that was changed in that generation, and who waits. */
  void recordMachines(long changedIn, String postponed) {
    record("instance/worker-1", changedIn, Map.of("instanceId", "i-1"));
    record(
        MachinesRunning.ADDRESS.toString(),
        changedIn,
        Map.of("machines", List.of(), "postponed", List.of(postponed)));
  }

  private void record(String address, long generation, Object value) {
    Address at = Address.parse(address);
    var json = Json.MAPPER.<tools.jackson.databind.JsonNode>valueToTree(value);
    stages()
        .ledger(StageName.INFRA)
        .write(
            new LedgerEntry(
                at, at.kind(), generation, generation, "", REGION, "t", json, List.of()));
  }

  /** The uid of a cluster that is ready. */
  String built(ObjectNode specification, AddonsReady ready) {
    String uid = Objects.requireNonNull(apply("r1", specification).clusterUid());
    consume(notice("a1", ready));
    return uid;
  }

  RemovalRequest removalRequest() {
    return ((RemovalAccepted) next(StageName.ADDONS_REMOVAL).data()).order();
  }

  Event<?> next(StageName stage) {
    return CloudEventCodec.decode(receive(stage.queue()).getBody());
  }

  Message deadLetter() {
    return receive(StageName.ACCEPT.deadLetterQueue());
  }

  boolean hasDeadLetter() {
    return receiving.receive(StageName.ACCEPT.deadLetterQueue()) != null;
  }

  private Message receive(String name) {
    return Wait.until("there is a message in " + name)
        .within(ofSeconds(20))
        .poll(() -> {
          Message message = receiving.receive(name);
          return message == null ? Seen.notYet("it is empty") : Seen.yes(message);
        });
  }

  /** Whether the stage was asked for nothing. Everything is confirmed before consume returns. */
  boolean isIdle(StageName stage) {
    return receiving.receive(stage.queue()) == null;
  }

  /** The next event of that type in the journal. */
  <T extends ClusterEvent> T published(Class<T> type) throws java.io.IOException {
    return type.cast(publishedEvent(type).data());
  }

  Event<?> publishedEvent(Class<? extends ClusterEvent> type) throws java.io.IOException {
    for (int i = 0; i < 100; i++) {
      Event<?> event = journal.next(ofSeconds(20)).orElseThrow().event();
      if (type.isInstance(event.data())) {
        return event;
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " among a hundred events");
  }

  RequestRefused refusal() throws java.io.IOException {
    return published(RequestRefused.class);
  }

  @Override
  public void close() throws Exception {
    journal.close();
    Connections.close(connections);
  }
}
