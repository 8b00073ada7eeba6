package io.clusterline.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.StageQueue;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Alerts about the broker and its queues, by RabbitMQ's own plugin and a real service. */
@Timeout(300)
@EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerAlertsTest {

  private static final Map<String, String> CNI = Map.of("queue", StageName.CNI.queue());
  private static final Map<String, String> ANY = Map.of();

  @TempDir private static Path folder;
  private static MonitoredLine line;
  private static LineProcess service;

  @BeforeAll
  static void startLine() {
    line = new MonitoredLine(folder);
    service = line.networkService();
    line.prometheus()
        .awaitData("rabbitmq_queue_consumers{queue=\"%s\"} == 1".formatted(StageName.CNI.queue()));
  }

  @AfterAll
  static void stopLine() {
    if (service != null) {
      service.close();
    }
    if (line != null) {
      line.close();
    }
  }

  /** As an operator pauses a stage. */
  private static void set(String binding, String state) throws Exception {
    URI address =
        URI.create("http://127.0.0.1:%d/actuator/bindings/%s".formatted(service.port(), binding));
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"%s\"}".formatted(state)))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
    }
  }

  @Test
  @Order(1)
  @DrillOf("ClusterlineQueueWithoutConsumer")
  void givenAStageWhoseBindingIsPausedWhenNobodyConsumesItsQueueThenItIsReported()
      throws Exception {
    line.prometheus().assertQuiet("ClusterlineQueueWithoutConsumer", CNI);

    set("cni-in-0", "STOPPED");

    line.prometheus().awaitFiring("ClusterlineQueueWithoutConsumer", CNI);
  }

  /** The binding is still paused. */
  @Test
  @Order(2)
  @DrillOf("ClusterlineQueueGrowing")
  void givenAPausedStageWhenTriggersGoOnComingThenItsQueueIsReportedAsGrowing() {
    line.prometheus().assertQuiet("ClusterlineQueueGrowing", CNI);

    Wait.until("the growing queue is reported")
        .within(Duration.ofSeconds(180))
        .atMostEvery(Duration.ofMillis(500))
        .poll(() -> {
          line.template().convertAndSend("", StageName.CNI.queue(), "one more");
          return line.prometheus().isFiring("ClusterlineQueueGrowing", CNI)
              ? Seen.yes(true)
              : Seen.notYet("it is not");
        });
  }

  @Test
  @Order(3)
  @DrillOf("ClusterlineDeadLetterAtRest")
  void givenAStageThatGaveUpWhenItsDeadLetterRestsThenItIsReported() {
    Map<String, String> infra = Map.of("stage", "infra");
    line.prometheus().awaitData("stage:clusterline_dead_letters:max{stage=\"infra\"} == 0");
    line.prometheus().assertQuiet("ClusterlineDeadLetterAtRest", infra);

    new StageQueue(StageName.INFRA, new ConfirmedSender(line.template()), Clock.systemUTC())
        .deadLetter(
            "a trigger".getBytes(StandardCharsets.UTF_8),
            new ClusterlineException(ErrorCode.AWS_DENIED, "may not"),
            1,
            "letter");

    line.prometheus().awaitFiring("ClusterlineDeadLetterAtRest", infra);
  }

  /** The limit comes to the space that is left, as nobody may fill this machine's disk. */
  @Test
  @Order(4)
  @DrillOf("ClusterlineBrokerOutOfSpace")
  void givenADiskLimitThatIsNearWhenMostOfTheSpaceIsUsedThenItIsReported() throws IOException {
    line.prometheus().assertQuiet("ClusterlineBrokerOutOfSpace", ANY);

    long free = java.nio.file.Files.getFileStore(folder).getUsableSpace();
    line.broker().node().rabbitmqctl("set_disk_free_limit", Long.toString(free / 10 * 9));

    line.prometheus().awaitFiring("ClusterlineBrokerOutOfSpace", ANY);
  }

  @Test
  @Order(5)
  @DrillOf("ClusterlineBrokerDown")
  void givenABrokerWhenItEndsThenItIsReported() {
    line.prometheus().assertQuiet("ClusterlineBrokerDown", ANY);

    line.broker().node().stop();

    line.prometheus().awaitFiring("ClusterlineBrokerDown", ANY);
  }
}
