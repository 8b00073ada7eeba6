package io.clusterline.alert;

import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** Alerts about services and console, by real processes that are really ended. */
@Timeout(300)
@EnabledIfSystemProperty(named = "clusterline.drill", matches = "complete")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessAlertsTest {

  private static final Map<String, String> SERVICE = Map.of("component", "network-service");
  private static final Map<String, String> ANY = Map.of();

  @TempDir private static Path folder;
  private static MonitoredLine line;
  private static LineProcess service;

  @BeforeAll
  static void startLine() {
    line = new MonitoredLine(folder);
    service = line.networkService();
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

  @Test
  @Order(1)
  @DrillOf("ClusterlineServiceRestarting")
  void givenAServiceThatDiesAgainAndAgainWhenItIsStartedThenItIsReported() {
    line.prometheus().assertQuiet("ClusterlineServiceRestarting", SERVICE);

    for (int starts = 1; starts <= 4; starts++) {
      service.kill();
      double killedAt = Instant.now().toEpochMilli() / 1_000.0;
      service.startAgain();
      line.prometheus()
          .awaitData("component:process_start_time_seconds:max > %.3f".formatted(killedAt - 1));
    }

    line.prometheus().awaitFiring("ClusterlineServiceRestarting", SERVICE);
  }

  @Test
  @Order(2)
  @DrillOf("ClusterlineServiceDown")
  void givenAServiceWhenItsOnlyProcessEndsThenItIsReported() {
    line.prometheus().awaitData("component:up:max{component=\"network-service\"} == 1");
    line.prometheus().awaitEnd("ClusterlineServiceDown", SERVICE);
    line.prometheus().assertQuiet("ClusterlineServiceDown", SERVICE);

    service.kill();

    line.prometheus().awaitFiring("ClusterlineServiceDown", SERVICE);
  }

  /** Bytes to and from the broker stop, and no connection ends. */
  @Test
  @Order(3)
  @DrillOf("ClusterlineJournalLag")
  void givenAConsoleThatHearsNothingWhenEventsArePublishedThenItsLagIsReported() {
    Story story = new Story(1).requested(0);
    line.publish("lag", Instant.now(), story);
    line.prometheus().assertQuiet("ClusterlineJournalLag", ANY);

    line.wire().stall();
    try {
      publishUntilFiring(story);
    } finally {
      line.wire().flow();
    }
  }

  private static void publishUntilFiring(Story story) {
    Wait.until("the lag is reported")
        .within(Duration.ofSeconds(120))
        .atMostEvery(Duration.ofMillis(500))
        .poll(() -> {
          line.publish("lag", Instant.now(), story);
          return line.prometheus().isFiring("ClusterlineJournalLag", ANY)
              ? Seen.yes(true)
              : Seen.notYet("it is not");
        });
  }

  @Test
  @Order(4)
  @DrillOf("ClusterlineJournalNotRead")
  void givenAConsoleWhenItsWayToTheBrokerIsGoneThenItIsReported() {
    line.prometheus().awaitData("clusterline_journal_connected == 1");
    line.prometheus().awaitEnd("ClusterlineJournalNotRead", ANY);
    line.prometheus().assertQuiet("ClusterlineJournalNotRead", ANY);

    line.wire().close();

    line.prometheus().awaitFiring("ClusterlineJournalNotRead", ANY);
  }

  @Test
  @Order(5)
  @DrillOf("ClusterlineConsoleDown")
  void givenAConsoleWhenItEndsThenItIsReported() {
    line.prometheus().assertQuiet("ClusterlineConsoleDown", ANY);

    line.console().kill();

    line.prometheus().awaitFiring("ClusterlineConsoleDown", ANY);
  }
}
