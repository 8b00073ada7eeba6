package io.clusterline.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.alert.DrillOf;
import io.clusterline.alert.MetricsEndpoint;
import io.clusterline.alert.PrometheusNode;
import io.clusterline.alert.PrometheusNode.Job;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.Topology;
import io.clusterline.testkit.MisbehavingStore;
import io.clusterline.testkit.StoreCall;
import io.clusterline.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Alerts about stages, by a replica whose work the drill provides. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StageAlertsTest {

  private static final Map<String, String> INFRA = Map.of("stage", "infra");
  private static final int MANY = 16;

  @TempDir private static Path folder;
  private static PrometheusNode prometheus;

  private final MisbehavingStore store = new MisbehavingStore();
  private final MetricsEndpoint endpoint = new MetricsEndpoint();
  private final TestLine line = new TestLine(store, endpoint.registry());
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @BeforeAll
  static void startPrometheus() {
    prometheus = PrometheusNode.start(folder);
  }

  @AfterAll
  static void stopPrometheus() {
    if (prometheus != null) {
      prometheus.close();
    }
  }

  @AfterEach
  void close() throws Exception {
    mayEnd.countDown();
    line.close();
    endpoint.close();
  }

  @BeforeEach
  void showMetrics() {
    prometheus.scrape(Job.SERVICES, Map.of("infra-service", endpoint.port()));
  }

  private void drill(String alert, Runnable provocation) {
    prometheus.awaitData(
        "clusterline_lease_takeovers_total{instance=\"127.0.0.1:%d\"}".formatted(endpoint.port()));
    prometheus.assertQuiet(alert, INFRA);
    provocation.run();
    prometheus.awaitFiring(alert, INFRA);
  }

  private void publish(int clusters) {
    IntStream.range(0, clusters).forEach(i -> line.publish(TestLine.accepted("drill-" + i, 1)));
  }

  private TestStage busy() {
    return TestStage.running(context -> await(mayEnd));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(280, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DrillOf("ClusterlineRetryStorm")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenManyBuildsThatFailAtOnceWhenTheyAreTriedAgainThenTheRetryStormIsReported() {
    TestStage failing =
        TestStage.running(context -> {
          throw new ClusterlineException(ErrorCode.AWS_NO_CAPACITY, "none of t3a.medium");
        });
    line.replica(new BuildExecutor<>(failing), 5, MANY, StallDetector.MARGIN);

    drill("ClusterlineRetryStorm", () -> publish(MANY));
  }

  @Test
  @DrillOf("ClusterlineLeaseFlapping")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAHolderOfManyLeasesWhenItDiesThenTheTakeOversAreReported() {
    TestLine.Replica dying =
        line.replica(new BuildExecutor<>(busy()), 5, MANY, StallDetector.MARGIN);

    drill(
        "ClusterlineLeaseFlapping",
        () -> {
          publish(6);
          prometheus.awaitData("sum(clusterline_stages_running) == 6");
          dying.kill();
          line.replica(new BuildExecutor<>(busy()), 5, MANY, StallDetector.MARGIN);
        });
  }

  @Test
  @DrillOf("ClusterlineLeaseHeartbeatsMissed")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenAStoreThatTakesNoHeartbeatWhenLeasesAreHeldThenTheMissesAreReported() {
    line.replica(new BuildExecutor<>(busy()), 5, MANY, StallDetector.MARGIN);

    drill(
        "ClusterlineLeaseHeartbeatsMissed",
        () -> {
          publish(6);
          prometheus.awaitData("sum(clusterline_stages_running) == 6");
          store
              .on(StoreCall.writes().and(StoreCall.key("lease.json")))
              .fails(ErrorCode.AWS_UNAVAILABLE);
        });
  }

  @Test
  @DrillOf("ClusterlineTickLost")
  void givenATriggerThatNoQueueHasWhenTheWatchdogSendsItAgainThenTheLossIsReported() {
    TestLine.Replica replica = line.replica(TestStage.running(context -> {}));
    line.assign(1);
    try (Watchdog watchdog = watching(replica)) {
      assertThat(watchdog).isNotNull();

      drill("ClusterlineTickLost", () -> inTheJournalAlone(TestLine.accepted(1)));
    }
  }

  private Watchdog watching(TestLine.Replica replica) {
    return new Watchdog(
            () -> JournalReader.open(TestBroker.uri().toString(), "next"),
            List.of(replica.handler()),
            line.line,
            replica.leases(),
            line.queue(StageName.INFRA),
            line.metrics,
            ofMillis(300),
            Duration.ofSeconds(2))
        .start();
  }

  private void inTheJournalAlone(Event<?> event) {
    line.sender()
        .sendRouted(
            Topology.JOURNAL,
            event.routingKey(),
            EventPublisher.message(CloudEventCodec.text(event).getBytes(UTF_8)));
  }

  @Test
  @DrillOf("ClusterlineAttemptStalled")
  void givenAnAttemptThatGivesNoSignWhenItIsEndedThenTheStallIsReported() {
    TestStage stuck =
        TestStage.withOpening(() -> {
          mayEnd.await();
          return null;
        });
    line.replica(new BuildExecutor<>(stuck), 5, ofMillis(200));

    drill("ClusterlineAttemptStalled", () -> publish(1));
  }

  @Test
  @DrillOf("ClusterlineStagesWaiting")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenOneSlotWhenThreeBuildsWantItThenThoseThatWaitAreReported() {
    line.replica(new BuildExecutor<>(busy()), 5, 1, StallDetector.MARGIN);

    drill("ClusterlineStagesWaiting", () -> publish(3));
  }

  @Test
  @DrillOf("ClusterlineForgedEvent")
  void givenAnEventThatItsSenderHasNotRecordedWhenItComesThenTheForgeryIsReported() {
    line.replica(TestStage.running(context -> {}));
    line.assign(1);
    Event<ClusterAccepted> real = TestLine.accepted(1);
    Event<ClusterAccepted> forged =
        new Event<>(
            "forged",
            "/stranger",
            real.subject(),
            real.time(),
            real.clusterUid(),
            real.generation(),
            "another-build",
            null,
            null,
            new ClusterAccepted(TestLine.small(), true));

    drill("ClusterlineForgedEvent", () -> line.line.publisher().publish(forged));
  }

  /**
   * Twenty seconds and more, which in the drill's time are five minutes. First of all, as the steps
   * of other drills are quick, and count for an hour.
   */
  @Test
  @Order(1)
  @DrillOf("ClusterlineSlowSteps")
  @EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
  void givenStepsThatTakeTooLongWhenTheyEndThenTheyAreReported() {
    TestStage stage =
        TestStage.running(context -> {
          if (!context.cluster().name().equals("quick")) {
            pause(Duration.ofSeconds(25));
          }
        });
    line.replica(new BuildExecutor<>(stage), 5, MANY, StallDetector.MARGIN);
    line.publish(TestLine.accepted("quick", 1));
    prometheus.awaitData("clusterline_step_duration_seconds_count > 0");

    drill("ClusterlineSlowSteps", () -> publish(4));
  }

  private void pause(Duration length) {
    try {
      var unused = mayEnd.await(length.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
