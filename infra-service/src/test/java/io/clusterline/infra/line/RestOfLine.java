package io.clusterline.infra.line;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.InfraReady;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.execution.StageRuntime;
import io.clusterline.messaging.Connections;
import io.clusterline.stage.ClusterRef;
import io.clusterline.testkit.BinderConsumers;
import io.clusterline.testkit.RecordedEvents;
import io.clusterline.testkit.SampleInfrastructure;
import java.util.List;
import java.util.Objects;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.messaging.Message;

/** Takes the place of the other services: what they are asked for is done at once. */
final class RestOfLine implements AutoCloseable {

  private final StageRuntime runtime;
  private final CachingConnectionFactory connections = Replica.connections();
  private final BinderConsumers consumers = new BinderConsumers(connections);

  RestOfLine(StageRuntime runtime) {
    this.runtime = runtime;
    consumers.consume(StageName.BOOTSTRAP, this::build);
    consumers.consume(StageName.ADDONS_REMOVAL, this::remove);
  }

  private void build(Message<byte[]> message) {
    Event<?> event = CloudEventCodec.decode(message.getPayload());
    if (event.data() instanceof InfraReady ready) {
      publish(
          StageName.ADDONS,
          event,
          new AddonsReady(
              ready.cluster(),
              SampleInfrastructure.controlPlane("k"),
              List.of(),
              List.of(),
              null,
              List.of(),
              List.of()));
    }
  }

  private void remove(Message<byte[]> message) {
    Event<?> event = CloudEventCodec.decode(message.getPayload());
    if (event.data() instanceof RemovalAccepted accepted) {
      publish(
          StageName.NODES_REMOVAL,
          event,
          new NodesRemoved(accepted.cluster(), accepted.order(), List.of(), List.of()));
    }
  }

  private void publish(StageName stage, Event<?> because, ClusterEvent data) {
    ClusterRef cluster =
        new ClusterRef(
            because.subject(),
            Objects.requireNonNull(because.clusterUid()),
            Objects.requireNonNull(because.generation()),
            Objects.requireNonNull(because.correlationId()));
    Event<?> event = runtime.event(stage, cluster, because.id(), data);
    ClusterLocation location =
        ClusterLocation.of(((StageTrigger) because.data()).cluster().spec().aws());
    RecordedEvents.recordResult(
        runtime.state(location, cluster.name()).stages(cluster.uid()), event);
    runtime.publisher().publish(event);
  }

  @Override
  public void close() {
    consumers.close();
    Connections.close(connections);
  }
}
