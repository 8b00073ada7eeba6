package io.clusterline.console.metrics;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.console.feed.BoardSamples;
import io.clusterline.event.Event;
import io.clusterline.telemetry.LineMetric;
import io.clusterline.testkit.Story;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists what the code measures. */
class MetricsPageTest {

  private static final Path FILE = Path.of("../docs/metrics.md");

  private static final String HEAD =
      """
      # Metrics

      Generated from `io.clusterline.telemetry.LineMetric` and the console's progress metrics; do not edit: change the code and run
      `mvn -pl console -am test -Dtest=MetricsPageTest -Dclusterline.regenerate=true -Dsurefire.failIfNoSpecifiedTests=false`.

      At `/actuator/prometheus` of each process: of the services at `CLUSTERLINE_ADDRESS` (127.0.0.1) and `CLUSTERLINE_PORT` (a free
      one). [deploy/monitoring](../deploy/monitoring/README.md) scrapes and shows them.

      ## Services

      No label holds a cluster, an id or free text. A histogram is `NAME_bucket`, `NAME_count` and `NAME_sum`, with buckets from 10 ms
      to 1 min (calls) or from 100 ms to 1 h (stages and steps); `NAME_max` is the longest within the last two minutes.

      | name | labels | type | meaning |
      |---|---|---|---|
      """;

  private static final String PROGRESS =
      """

      Beside them: Resilience4j's ([resilience.md](resilience.md#metrics)), and Micrometer's own of the process (`process_start_time_seconds`,
      `process_cpu_usage`, `system_cpu_count`), of Java (`jvm_memory_used_bytes`, `jvm_gc_pause_seconds`) and others.

      ## Console

      Gauges, computed from the journal at each scrape. The rows of a build that has ended stay for `CLUSTERLINE_CONSOLE_RETENTION` (30
      minutes) after the end of its last stage, and then go; only `clusterline_cluster_certificate_expiry_timestamp_seconds`, one row a cluster, stays as long as the cluster
      exists. States are 0 not begun, 1 running, 2 waiting, 3 done, 4 failed, 5 removed. What has no value (the end of a
      build that runs) has no row.

      | name | labels | meaning |
      |---|---|---|
      """;

  @Test
  void givenTheMetricsWhenThePageIsWrittenThenItIsTheOneCheckedIn() throws IOException {
    String page =
        Arrays.stream(LineMetric.values())
            .map(MetricsPageTest::row)
            .sorted()
            .collect(Collectors.joining("\n", HEAD, "\n"));
    page += PROGRESS + String.join("\n", console().values()) + "\n";
    if (Boolean.getBoolean("clusterline.regenerate")) {
      Files.writeString(FILE, page);
    }
    assertThat(FILE)
        .as("run this test with -Dclusterline.regenerate=true to write the page anew")
        .hasContent(page);
  }

  private static String row(LineMetric metric) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            metric.prometheusName(),
            metric.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
            metric.kind(),
            metric.description());
  }

  private static Map<String, String> console() {
    Map<String, String> rows = new TreeMap<>();
    Story ready =
        running(1).infraReady(9).masterInitialized(9).nodesJoined(10).cniReady(11).addonsReady(12);
    Story next = running(2);
    add(rows, ready.events());
    add(rows, Stream.concat(ready.events().stream(), next.events().stream()).toList());
    add(rows, running(1).infraReady(9).nodesJoined(10).events());
    addDeadLetters(rows);
    return rows;
  }

  private static void addDeadLetters(Map<String, String> rows) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    DeadLetterMetrics.register(registry).register(List.of(DeadLetterMetrics.row(INFRA, 1)));
    addMeters(rows, registry);
  }

  private static Story running(long generation) {
    return new Story(generation)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"), step("instance/worker-1", "vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .running(INFRA, "instance/worker-1", 3, "pending");
  }

  private static void add(Map<String, String> rows, List<Event<?>> events) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Clock clock = Clock.fixed(BEGIN.plusSeconds(30), ZoneOffset.UTC);
    new ProgressMetrics(BoardSamples.of(clock, events), registry, Duration.ofMinutes(30)).refresh();
    addMeters(rows, registry);
  }

  private static void addMeters(Map<String, String> rows, PrometheusMeterRegistry registry) {
    registry
        .getMeters()
        .forEach(meter -> {
          String name = name(meter.getId());
          rows.put(name, row(name, meter.getId()));
        });
  }

  private static String name(Meter.Id id) {
    String unit = id.getBaseUnit() == null ? "" : "_" + id.getBaseUnit();
    return id.getName().replace('.', '_') + unit;
  }

  private static String row(String name, Meter.Id id) {
    String labels =
        id.getTags().stream()
            .map(Tag::getKey)
            .map("`%s`"::formatted)
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s |".formatted(name, labels, id.getDescription());
  }

  @Test
  void givenEveryProgressGaugeWhenThePageIsReadThenItIsThere() throws IOException {
    String page = Files.readString(FILE);

    for (ProgressGauge gauge : ProgressGauge.values()) {
      assertThat(page).contains(gauge.meter().replace('.', '_'));
    }
  }
}
