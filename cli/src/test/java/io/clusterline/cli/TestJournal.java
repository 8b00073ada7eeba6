package io.clusterline.cli;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.Topology;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Writes into the journal alone: no stage gets to know of it. */
final class TestJournal {

  private TestJournal() {}

  /** Of a cluster whose requests are all refused. */
  static void publishOthers(int count) {
    Event<?> refused = new Story(7).refused(1, "UNKNOWN_CLUSTER").events().getLast();
    String text =
        new String(CloudEventCodec.encode(refused), StandardCharsets.UTF_8)
            .replace("\"" + Story.name() + "\"", "\"other\"");
    publish(
        IntStream.range(0, count)
            .mapToObj(i -> text.replace(refused.id(), "other-" + i))
            .map(each -> each.getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  /** Returns when the broker has them all. */
  static void publish(List<byte[]> events) {
    try (Connection connection =
            BrokerConnections.to(TestBroker.uri().toString()).open("test journal");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (byte[] event : events) {
        channel.basicPublish(Topology.JOURNAL, "", null, event);
      }
      channel.waitForConfirmsOrDie(30_000);
    } catch (IOException | TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
