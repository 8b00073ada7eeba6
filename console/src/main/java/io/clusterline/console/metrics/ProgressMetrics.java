package io.clusterline.console.metrics;

import io.clusterline.console.feed.Board;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.ClusterDocument.Node;
import io.clusterline.projection.ClusterDocument.NodePhaseTimes;
import io.clusterline.projection.ClusterDocument.Stage;
import io.clusterline.projection.ClusterDocument.Step;
import io.clusterline.projection.NodePhase.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds as gauges, computed from the projection before each scrape. Those of a finished build stay
 * for the retention after the end of its last stage and then go, so that the number of series does
 * not grow with time. One stays as long as its cluster: when its certificates expire.
 *
 * <p>State gauges hold the ordinal of {@link State}: 0 not begun, 1 running, 2 waiting, 3 done, 4
 * failed, 5 removed.
 */
public final class ProgressMetrics {

  /** Of a cluster while it is built, beside those of its nodes. */
  private static final int BUILDING = 40;

  /** Of a cluster that was built: all of its stages may have begun and ended by then. */
  private static final int BUILT = 46;

  private final Board board;
  private final Duration retention;
  private final MeterRegistry registry;
  private final Map<String, MultiGauge> gauges = new HashMap<>();

  public ProgressMetrics(Board board, MeterRegistry registry, Duration retention) {
    this.board = board;
    this.registry = registry;
    this.retention = retention;
    Gauge.builder("clusterline.journal.connected", board, each -> each.isConnected() ? 1 : 0)
        .description("1 while the console reads the journal")
        .register(registry);
    Gauge.builder("clusterline.journal.age", board, each -> each.age().toMillis() / 1000.0)
        .baseUnit("seconds")
        .description(
            "How old the newest event is that was read. It grows while nothing happens anywhere, too:"
                + " the console is behind only when the journal holds a newer one")
        .register(registry);
  }

  /** To be called before a scrape. */
  public synchronized void refresh() {
    Rows rows = new Rows();
    Instant now = board.now();
    board.clusters().forEach(cluster -> rows.addAll(rowsOf(cluster, now)));
    for (ProgressGauge gauge : ProgressGauge.values()) {
      gauges
          .computeIfAbsent(gauge.meter(), name -> gauge.register(registry))
          .register(rows.of(gauge), true);
    }
  }

  /** A stage beside the build may end long after it, and is then shown for as long. */
  private boolean isShown(ClusterDocument cluster, Instant now) {
    Stream<@Nullable Instant> ends =
        Stream.concat(Stream.of(cluster.endedAt()), cluster.stages().stream().map(Stage::endedAt));
    return cluster.endedAt() == null
        || ends.anyMatch(end -> end != null && end.plus(retention).isAfter(now));
  }

  private Rows rowsOf(ClusterDocument cluster, Instant now) {
    Rows rows = new Rows();
    rows.add(ProgressGauge.CERTIFICATES, tags(cluster), cluster.certificatesExpireAt());
    if (isShown(cluster, now)) {
      add(rows, cluster);
      addSteps(rows, cluster, now);
      cluster.nodes().forEach(node -> add(rows, tags(cluster), node));
    }
    return rows;
  }

  /** They take what the others leave of the series that a cluster may have. */
  private static void addSteps(Rows rows, ClusterDocument cluster, Instant now) {
    int most = cluster.endedAt() == null ? BUILDING : BUILT;
    for (ShownStep step : ShownStep.of(cluster, now, most - rows.size())) {
      Tags tags =
          tags(cluster).and("stage", step.stage(), "step", step.address(), "state", step.state());
      rows.add(ProgressGauge.STEP_DURATION, tags, step.seconds());
    }
  }

  private static Tags tags(ClusterDocument cluster) {
    return Tags.of(
        "cluster", cluster.name(),
        "region", String.valueOf(cluster.region()),
        "account", Objects.requireNonNullElse(cluster.accountId(), ""));
  }

  private static void add(Rows rows, ClusterDocument cluster) {
    Tags tags = tags(cluster);
    rows.add(ProgressGauge.PROGRESS, tags, cluster.progress());
    rows.add(ProgressGauge.PHASE, tags.and("phase", cluster.phase()), 1);
    rows.add(ProgressGauge.REPLAYS, tags, cluster.replays());
    rows.add(ProgressGauge.STARTED, tags, cluster.requestedAt());
    rows.add(ProgressGauge.ENDED, tags, cluster.endedAt());
    rows.add(ProgressGauge.ETA, tags, cluster.etaSeconds());
    rows.add(ProgressGauge.EXPECTED, tags, cluster.expectedSeconds());
    if (cluster.cost() != null) {
      rows.add(ProgressGauge.COST_PLANNED, tags, cluster.cost().planned());
      rows.add(ProgressGauge.COST, tags, cluster.cost().perHour());
      rows.add(ProgressGauge.COST_SO_FAR, tags, cluster.cost().soFar());
    }
    cluster.stages().forEach(stage -> add(rows, tags, stage));
    steps(cluster)
        .forEach(
            (outcome, count) -> rows.add(ProgressGauge.STEPS, tags.and("outcome", outcome), count));
  }

  private static void add(Rows rows, Tags cluster, Stage stage) {
    Tags tags = cluster.and("stage", stage.name());
    rows.add(ProgressGauge.STAGE_STATE, tags, number(stage.state()));
    rows.add(ProgressGauge.STAGE_STARTED, tags, stage.startedAt());
    rows.add(ProgressGauge.STAGE_ENDED, tags, stage.endedAt());
  }

  private static void add(Rows rows, Tags cluster, Node node) {
    for (NodePhaseTimes phase : node.phases()) {
      rows.add(
          ProgressGauge.NODE_PHASE,
          cluster.and("node", node.name(), "phase", phase.phase()),
          number(phase.state()));
    }
  }

  private static Map<String, Integer> steps(ClusterDocument cluster) {
    Map<String, Integer> counts = new HashMap<>();
    for (Stage stage : cluster.stages()) {
      for (Step step : stage.steps().values()) {
        counts.merge(step.state(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static int number(String state) {
    return Arrays.stream(State.values())
        .filter(each -> each.toString().equals(state.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(State.NOT_BEGUN)
        .ordinal();
  }

  /** The rows of one scrape, by gauge. */
  private static final class Rows {
    private final Map<ProgressGauge, List<Row<?>>> rows = new HashMap<>();

    void add(ProgressGauge gauge, Tags tags, @Nullable Number value) {
      if (value != null) {
        rows.computeIfAbsent(gauge, each -> new ArrayList<>()).add(Row.of(tags, value));
      }
    }

    void add(ProgressGauge gauge, Tags tags, @Nullable Instant at) {
      if (at != null) {
        add(gauge, tags, at.toEpochMilli() / 1000.0);
      }
    }

    void addAll(Rows others) {
      others.rows.forEach(
          (gauge, more) -> rows.computeIfAbsent(gauge, each -> new ArrayList<>()).addAll(more));
    }

    int size() {
      return rows.values().stream().mapToInt(List::size).sum();
    }

    List<Row<?>> of(ProgressGauge gauge) {
      return rows.getOrDefault(gauge, List.of());
    }
  }
}
