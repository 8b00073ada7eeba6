package io.clusterline.drill;

import io.clusterline.Json;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.Ids;
import io.clusterline.event.StageName;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Broker, state store and stand-in of a drill, and the publisher of its requests. */
final class DrillLine implements AutoCloseable {

  static final String REGION = "ap-northeast-2";

  /** Long enough for a busy machine's heartbeats, short enough for hundreds of take-overs. */
  private static final long LEASE_MILLIS = Long.getLong("clusterline.drill.lease", 3_000);

  private final URI broker;
  private final CachingConnectionFactory connections;
  private final EventPublisher publisher;
  private final StateStore store;

  DrillLine(URI broker) {
    this.broker = broker;
    AwsStandIn.shared();
    connections = new CachingConnectionFactory(broker);
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    RabbitAdmin admin = new RabbitAdmin(connections);
    new TopologyDeclarer(admin).declare();
    Arrays.stream(StageName.values())
        .forEach(stage -> {
          admin.purgeQueue(stage.queue());
          admin.purgeQueue(stage.deadLetterQueue());
        });
    publisher = new EventPublisher(new ConfirmedSender(new RabbitTemplate(connections)));
    store = StateStore.open();
    store.initialise(new ClusterLocation(null, REGION));
  }

  /**
   * Settings of a worker of this drill.
   *
   * @param folder of the fake resources
   */
  WorkerSettings settings(Path folder, boolean realInfra) {
    return new WorkerSettings(
        broker.toString(),
        AwsStandIn.shared().endpoint().toString(),
        folder.toString(),
        "",
        LEASE_MILLIS,
        realInfra,
        5,
        0,
        "");
  }

  URI broker() {
    return broker;
  }

  /** As a client would: the event is in the broker when this returns. */
  void request(Cluster cluster) {
    request(cluster, Ids.timeOrdered(Clock.systemUTC()));
  }

  void request(Cluster cluster, String id) {
    ClusterRequested request = ClusterRequested.of(SpecificationWriter.toTree(cluster));
    publisher.publish(event(id, cluster.name(), request));
  }

  void delete(String cluster) {
    String uid = record(cluster).uid();
    ClusterLocation location = new ClusterLocation(null, REGION, null);
    var request = new ClusterDeletionRequested(uid, location, null, "the drill is over", "drill");
    publisher.publish(event(Ids.timeOrdered(Clock.systemUTC()), cluster, request));
  }

  private static <T extends ClusterEvent> Event<T> event(String id, String subject, T data) {
    var now = Clock.systemUTC().instant();
    return new Event<>(id, "/drill", subject, now, null, null, null, null, null, data);
  }

  ClusterState state(String cluster) {
    ClusterLocation location = new ClusterLocation(null, REGION);
    return new ClusterState(store.documents(location), cluster);
  }

  StageStore stages(String cluster) {
    return state(cluster).stages(record(cluster).uid());
  }

  ClusterRecord record(String cluster) {
    return state(cluster).read().orElseThrow();
  }

  /** Returns once the cluster's newest request has ended so. */
  ClusterRecord await(String cluster, Phase end, Duration limit) {
    return Wait.until(cluster + " is " + end)
        .within(limit)
        .poll(() -> {
          ClusterRecord now = state(cluster).read().orElse(null);
          return now != null && Beside.isWhole(state(cluster), end)
              ? Seen.yes(now)
              : Seen.notYet(now == null ? "nothing" : describeProgress(now));
        });
  }

  /** The progress of that cluster, for messages of a timeout. */
  String describeProgress(String cluster) {
    return state(cluster).read().map(this::describeProgress).orElse("nothing");
  }

  private String describeProgress(ClusterRecord record) {
    StringBuilder text = new StringBuilder(record.phase().toString());
    for (StageName stage : StageName.values()) {
      state(record.name())
          .stages(record.uid())
          .read(stage, record.generation())
          .ifPresent(one ->
              text.append(", ")
                  .append(stage)
                  .append(' ')
                  .append(one.status())
                  .append(one.errors().isEmpty() ? "" : " (" + one.errors().getLast() + ")"));
    }
    return text.toString();
  }

  static String json(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }

  @Override
  public void close() {
    Connections.close(connections);
    store.close();
  }
}
