package io.clusterline.infra.accept;

import static java.time.Duration.ofSeconds;

import io.clusterline.Json;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.infra.Clusters;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.StageQueue;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterState;
import io.clusterline.telemetry.StageMetrics;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.TestBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.databind.node.ObjectNode;

/** The accept stage on a real broker, with its queues and its memory in the test's hands. */
final class TestDesk implements AutoCloseable {

  static final String REGION = "ap-northeast-2";
  static final ClusterLocation PLACE = new ClusterLocation(null, REGION, null);

  private final CachingConnectionFactory connections =
      new CachingConnectionFactory(TestBroker.uri());
  private final MemoryStateStore store = new MemoryStateStore();
  private final Muted muted;
  private final RabbitTemplate template;
  private final AcceptConsumer consumer;
  private final JournalReader journal;

  /** A way to the broker that can be cut: as if the process had died before it could say it. */
  private static final class Muted extends RabbitTemplate {
    private volatile boolean cut;

    Muted(ConnectionFactory connections) {
      super(connections);
    }

    @Override
    public void send(String exchange, String key, Message message, CorrelationData correlation) {
      if (cut) {
        throw new AmqpException("the way to the broker is cut");
      }
      super.send(exchange, key, message, correlation);
    }
  }

  TestDesk() throws Exception {
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    RabbitAdmin admin = new RabbitAdmin(connections);
    new TopologyDeclarer(admin).declare();
    for (StageName stage : StageName.values()) {
      admin.purgeQueue(stage.queue());
      admin.purgeQueue(stage.deadLetterQueue());
    }
    template = new RabbitTemplate(connections);
    muted = new Muted(connections);
    ConfirmedSender sender = new ConfirmedSender(muted);
    StageRuntime line = new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
    StageQueue queue = new StageQueue(StageName.ACCEPT, sender, Clock.systemUTC());
    consumer = new AcceptConsumer(line, queue, new StageMetrics(new SimpleMeterRegistry()));
    journal = JournalReader.open(TestBroker.uri().toString(), "next");
  }

  /** The cluster's specification, to be changed. */
  static ObjectNode specification() {
    String yaml = Clusters.smallText("small", REGION);
    return (ObjectNode)
        Json.MAPPER.readTree(SpecificationWriter.toJson(SpecificationReader.read(yaml, "test")));
  }

  /** From outside: no uid, no generation. */
  static Event<ClusterEvent> wish(String id, ClusterEvent data) {
    return new Event<>(id, "/tests", "small", Instant.now(), null, null, null, null, null, data);
  }

  /** From within the line, about the newest generation. */
  Event<ClusterEvent> news(String id, ClusterEvent data) {
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
    return new ClusterState(store.documents(new ClusterLocation(null, REGION)), "small");
  }

  ClusterRecord record() {
    return state().read().orElseThrow();
  }

  void consume(Event<?> event) {
    consumer.accept(new GenericMessage<>(CloudEventCodec.encode(event)));
  }

  /** The record is written, then the way to the broker is cut: the delivery is not acked. */
  RuntimeException consumeAndDie(Event<?> event) {
    muted.cut = true;
    try {
      consume(event);
      throw new AssertionError("it was acked although nothing could be said");
    } catch (AmqpException unsaid) {
      return unsaid;
    } finally {
      muted.cut = false;
    }
  }

  /** A request for the small cluster, and what it became. */
  Event<?> request(String id, ObjectNode specification) {
    consume(wish(id, ClusterRequested.of(specification)));
    return next(StageName.INFRA);
  }

  Event<?> next(StageName stage) {
    return Wait.until("there is a message in " + stage.queue())
        .within(ofSeconds(20))
        .poll(() -> {
          Message message = template.receive(stage.queue());
          return message == null
              ? Seen.notYet("it is empty")
              : Seen.yes(CloudEventCodec.decode(message.getBody()));
        });
  }

  /** Whether the stage was asked for nothing. Everything is confirmed before consume returns. */
  boolean isIdle(StageName stage) {
    return template.receive(stage.queue()) == null;
  }

  /** The next refusal or other event of that type in the journal. */
  <T extends ClusterEvent> T said(Class<T> type) throws java.io.IOException {
    for (int i = 0; i < 100; i++) {
      var data = journal.next(ofSeconds(20)).orElseThrow().event().data();
      if (type.isInstance(data)) {
        return type.cast(data);
      }
    }
    throw new AssertionError("no " + type.getSimpleName() + " among a hundred events");
  }

  StageFailed refusal() throws java.io.IOException {
    return said(StageFailed.class);
  }

  @Override
  public void close() throws Exception {
    journal.close();
    Connections.close(connections);
  }
}
