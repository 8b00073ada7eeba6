package io.clusterline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.clusterline.bench.Sampler;
import io.clusterline.bench.Sampler.Figure;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.StageName;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.projection.Projection;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run by {@code ./clusterline bench}: what {@code get} reads of journals of different length. */
class GetBenchmarks {

  private static final Sampler SAMPLER = new Sampler(Duration.ofSeconds(1), 10, 1);
  private static final String URI = TestBroker.uri().toString();

  @ParameterizedTest
  @ValueSource(ints = {1_000, (int) JournalExcerpt.NEWEST, 100_000})
  void journalIsRead(int events) throws Exception {
    try (TestLine line = new TestLine()) {
      line.admin().deleteQueue(Topology.JOURNAL);
      new TopologyDeclarer(line.admin()).declare();
      fill(events);
      String of = "get: journal of " + events + " events, ";
      print(SAMPLER.measure(of + "as it is read", GetBenchmarks::readExcerpt));
      print(SAMPLER.measure(of + "all of it", GetBenchmarks::readAll));
    }
  }

  private static void print(Figure figure) {
    assertThat(figure.median()).isPositive();
    System.out.println("bench: " + figure);
  }

  private static void fill(int count) throws Exception {
    List<byte[]> events =
        new Story(1)
                .requested(0)
                .accepted(1)
                .started(1, StageName.INFRA, Story.step("vpc/main"))
                .ran(StageName.INFRA, "vpc/main", 1, 3)
                .events()
                .stream()
                .map(CloudEventCodec::encode)
                .toList();
    try (Connection connection = BrokerConnections.to(URI).open("benchmark");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      for (int i = 0; i < count; i++) {
        channel.basicPublish(Topology.JOURNAL, "", null, events.get(i % events.size()));
        if (i % 1_000 == 999) {
          channel.waitForConfirmsOrDie(60_000);
        }
      }
    }
  }

  private static Projection readExcerpt() {
    try {
      return JournalExcerpt.open(URI).projection();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Projection readAll() {
    Projection projection = new Projection();
    try {
      History.readEntries(URI, entry -> projection.add(entry.offset(), entry.event()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return projection;
  }
}
