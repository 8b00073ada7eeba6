package io.clusterline.console.metrics;

import static io.clusterline.event.StageName.EDGE;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.console.ManualClock;
import io.clusterline.console.feed.Board;
import io.clusterline.console.feed.BoardSamples;
import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished.Outcome;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressMetricsTest {

  private static final class Scraped {
    private final PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ManualClock clock = new ManualClock();
    private final ProgressMetrics metrics;

    Scraped(Story story) {
      this(story.events());
    }

    Scraped(List<Event<?>> events) {
      Board board = BoardSamples.of(clock, events);
      metrics = new ProgressMetrics(board, registry, Duration.ofMinutes(30));
    }

    List<String> at(Duration sinceRequest) {
      clock.set(BEGIN.plus(sinceRequest));
      metrics.refresh();
      return registry.scrape().lines().filter(line -> line.startsWith("clusterline_")).toList();
    }
  }

  private static Story running() {
    return new Story(1)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"), step("instance/worker-1", "vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .running(INFRA, "instance/worker-1", 3, "pending");
  }

  @Test
  void givenARunningBuildWhenScrapedThenItsStagesAndNodesHaveNumericStates() {
    List<String> lines = new Scraped(running()).at(Duration.ofSeconds(5));

    assertThat(lines)
        .contains(
            "clusterline_build_stage_state{account=\"\",cluster=\"small\",region=\"ap-northeast-2\",stage=\"infra\"} 1.0",
            "clusterline_build_stage_state{account=\"\",cluster=\"small\",region=\"ap-northeast-2\",stage=\"addons\"} 0.0",
            "clusterline_build_node_phase{account=\"\",cluster=\"small\",node=\"worker-1\",phase=\"machine\",region=\"ap-northeast-2\"} 1.0",
            "clusterline_build_node_phase{account=\"\",cluster=\"small\",node=\"worker-2\",phase=\"joined\",region=\"ap-northeast-2\"} 0.0");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("clusterline_build_started_timestamp_seconds{"));
    assertThat(lines).anyMatch(line -> line.startsWith("clusterline_build_cost_hourly_usd{"));
  }

  @Test
  void givenARunningBuildWhenScrapedThenItHasAtMostFortySeriesBesideThoseOfItsNodes() {
    List<String> lines = new Scraped(running()).at(Duration.ofSeconds(5));

    assertThat(
            lines.stream()
                .filter(line -> line.contains("cluster=\""))
                .filter(line -> !line.contains("node=")))
        .hasSizeLessThanOrEqualTo(40);
    assertThat(lines.stream().filter(line -> line.contains("node=\""))).hasSize(3 * 6);
  }

  @Test
  void givenAFinishedBuildWhenTheRetentionIsOverThenItsSeriesAreGone() {
    Story ready = running().infraReady(9).nodesJoined(10).cniReady(11).addonsReady(12);

    Scraped scraped = new Scraped(ready);
    assertThat(scraped.at(Duration.ofMinutes(1))).anyMatch(line -> line.contains("cluster="));
    assertThat(scraped.at(Duration.ofMinutes(31))).noneMatch(line -> line.contains("cluster="));
  }

  @Test
  void givenAStageBesideThatEndsLateWhenTheRetentionOfTheBuildIsOverThenItIsStillShown() {
    Story story = running().started(1, EDGE, step("distribution/main")).infraReady(9);
    story.addonsReady(12).failed(40 * 60, EDGE, "distribution/main", "AWS_DENIED", "no");
    Scraped scraped = new Scraped(story);

    assertThat(scraped.at(Duration.ofMinutes(41)))
        .contains(
            "clusterline_build_stage_state{account=\"\",cluster=\"small\",region=\"ap-northeast-2\",stage=\"edge\"} 4.0");
    assertThat(scraped.at(Duration.ofMinutes(71))).noneMatch(line -> line.contains("cluster="));
  }

  @Test
  void givenEveryStageAndEveryOutcomeWhenScrapedThenThereAreAtMostFortySixSeries() {
    Story story = running().started(1, EDGE, step("distribution/main"));
    for (Outcome outcome : Outcome.values()) {
      story.ended(5, INFRA, "subnet/" + outcome, outcome);
    }
    story.infraReady(9).masterInitialized(10, BEGIN.plus(Duration.ofDays(365))).nodesJoined(10);
    story.cniApplied(11).cniReady(11).addonsReady(12);
    story.edgeReady(13).ingressReady(14).clusterReady(15);

    List<String> lines = new Scraped(story).at(Duration.ofMinutes(1));

    assertThat(lines.stream().filter(line -> line.startsWith("clusterline_build_stage_ended")))
        .hasSize(StageName.build().size());
    assertThat(lines.stream().filter(line -> line.startsWith("clusterline_build_steps{")))
        .hasSize(Outcome.values().length + 2);
    assertThat(ofClusters(lines)).isLessThanOrEqualTo(46);
  }

  private static final String ENDED = "clusterline_build_ended_timestamp_seconds{";
  private static final String STEP = "clusterline_build_step_duration_seconds";

  @Test
  void givenARunningBuildWhenScrapedThenEachStepThatRunsOrTookLongHasItsDuration() {
    List<String> lines = new Scraped(running()).at(Duration.ofSeconds(5));

    assertThat(lines)
        .contains(
            STEP
                + "{account=\"\",cluster=\"small\",region=\"ap-northeast-2\",stage=\"infra\",state=\"running\",step=\"instance/worker-1\"} 2.0",
            STEP
                + "{account=\"\",cluster=\"small\",region=\"ap-northeast-2\",stage=\"infra\",state=\"created\",step=\"vpc/main\"} 2.0");
  }

  @Test
  void givenMoreStepsThanSeriesWhenScrapedThenThoseThatFailedOrRunComeFirst() {
    Story story = running();
    for (int step = 0; step < 50; step++) {
      story.ran(INFRA, "subnet/" + step, 1, 2 + step);
    }
    story.failedStep(60, INFRA, "key-pair/main", "AWS_DENIED", "no");
    story.running(INFRA, "x".repeat(200) + "/main", 60, "waits");

    List<String> lines = new Scraped(story).at(Duration.ofSeconds(61));

    assertThat(ofClusters(lines)).isEqualTo(40);
    assertThat(lines.stream().filter(line -> line.startsWith(STEP)))
        .anyMatch(line -> line.contains("step=\"key-pair/main\""))
        .anyMatch(line -> line.contains("step=\"instance/worker-1\""))
        .anyMatch(line -> line.contains("step=\"" + "x".repeat(80) + "…\""))
        .anyMatch(line -> line.contains("step=\"subnet/49\""))
        .noneMatch(line -> line.contains("step=\"subnet/0\""));
  }

  private static final String EXPIRY = "clusterline_cluster_certificate_expiry_timestamp_seconds";

  private static Story withCertificates() {
    return running()
        .infraReady(9)
        .masterInitialized(10, BEGIN.plus(Duration.ofDays(365)))
        .nodesJoined(10)
        .cniReady(11)
        .addonsReady(12);
  }

  @Test
  void givenAClusterThatStandsWhenTheRetentionIsOverThenOnlyTheEndOfItsCertificatesIsShown() {
    Scraped scraped = new Scraped(withCertificates());

    assertThat(scraped.at(Duration.ofDays(300)).stream().filter(line -> line.contains("cluster=")))
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .startsWith(EXPIRY + "{account=\"\",cluster=\"small\",region=\"ap-northeast-2\"} ")
                .endsWith(" " + (BEGIN.getEpochSecond() + 365 * 86_400) / 1e9 + "E9"));
  }

  @Test
  void givenAClusterWhenItIsRemovedThenItHasNoCertificates() {
    List<Event<?>> events = new ArrayList<>(withCertificates().events());
    events.addAll(new RemovalStory(Mode.DELETE, 2, 0, null).accepted(20).deleted(25).events());

    assertThat(new Scraped(events).at(Duration.ofSeconds(26)))
        .anyMatch(line -> line.contains("phase=\"removed\""))
        .noneMatch(line -> line.startsWith(EXPIRY));
  }

  private static List<Event<?>> ready(int build) {
    List<Event<?>> events =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"), step("instance/worker-1", "vpc/main"))
            .ran(INFRA, "vpc/main", 1, 3)
            .unchanged(4, INFRA, "subnet/a")
            .remarked(4, INFRA, "quota/vcpu", "not checked")
            .ran(INFRA, "instance/worker-1", 3, 8)
            .infraReady(9)
            .nodesJoined(10)
            .cniReady(11)
            .addonsReady(12)
            .events();
    return events.stream().<Event<?>>map(event -> ofCluster("c-" + build, event)).toList();
  }

  private static Event<?> ofCluster(String name, Event<?> event) {
    return new Event<>(
        name + event.id(),
        event.source(),
        name,
        event.time(),
        event.clusterUid() == null ? null : name,
        event.generation(),
        event.correlationId() == null ? null : name + event.correlationId(),
        event.causationId() == null ? null : name + event.causationId(),
        null,
        event.data());
  }

  @Test
  void givenABuildWhenScrapedAfterEachEventThenItNeverHasMoreThanFortySeriesUntilItIsReady() {
    List<Event<?>> build = ready(1);
    for (int seen = 1; seen <= build.size(); seen++) {
      List<String> lines = new Scraped(build.subList(0, seen)).at(Duration.ofSeconds(20));
      boolean ended = lines.stream().anyMatch(line -> line.startsWith(ENDED));
      assertThat(ofClusters(lines)).isLessThanOrEqualTo(ended ? 46 : 40);
      assertThat(ofNodes(lines)).isIn(0L, 3L * 6);
    }
  }

  @Test
  void givenAHundredBuildsWhenTheirRetentionIsOverThenNoneOfTheirSeriesIsLeft() {
    List<Event<?>> builds =
        IntStream.range(0, 100).boxed().flatMap(build -> ready(build).stream()).toList();
    Scraped scraped = new Scraped(builds);

    List<String> before = scraped.at(Duration.ofMinutes(1));
    assertThat(ofClusters(before)).isPositive().isLessThanOrEqualTo(100 * 46);
    assertThat(ofNodes(before)).isEqualTo(100 * 3 * 6);

    List<String> after = scraped.at(Duration.ofMinutes(31));
    assertThat(after).noneMatch(line -> line.contains("cluster="));
    assertThat(after).hasSizeLessThan(10);
  }

  private static long ofClusters(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("cluster=\"") && !line.contains("node=\""))
        .count();
  }

  private static long ofNodes(List<String> lines) {
    return lines.stream().filter(line -> line.contains("node=\"")).count();
  }
}
