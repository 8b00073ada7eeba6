package io.clusterline.console.trace;

import io.clusterline.console.feed.Board;
import io.clusterline.projection.BuildTrace;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.TraceSpan;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the trace of each build once it has ended, also of one that ended while the console was
 * down. After a restart the traces of the last retention are exported again, with the same ids.
 */
public final class TraceExport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TraceExport.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Board board;
  private final SpanExporter exporter;
  private final Duration retention;
  private final Set<String> exported = new HashSet<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("traces").factory());

  public TraceExport(Board board, SpanExporter exporter, Duration retention) {
    this.board = board;
    this.exporter = exporter;
    this.retention = retention;
  }

  public TraceExport start() {
    long millis = PERIOD.toMillis();
    timer.scheduleWithFixedDelay(this::exportEnded, millis, millis, TimeUnit.MILLISECONDS);
    return this;
  }

  void exportEnded() {
    for (ClusterDocument cluster : board.snapshot().clusters()) {
      String build = cluster.buildId();
      if (build != null && hasEndedLately(cluster) && !exported.contains(key(cluster))) {
        export(cluster, build);
      }
    }
  }

  private boolean hasEndedLately(ClusterDocument cluster) {
    return cluster.kind().equals("build")
        && cluster.endedAt() != null
        && cluster.endedAt().plus(retention).isAfter(board.now());
  }

  /** A replayed build ends once more. */
  private static String key(ClusterDocument cluster) {
    return cluster.buildId() + "/" + cluster.replays();
  }

  private void export(ClusterDocument cluster, String build) {
    List<TraceSpan> spans = BuildTrace.of(board.events(build));
    CompletableResultCode result =
        exporter.export(spans.stream().<SpanData>map(ExportedSpan::new).toList());
    if (result.join(10, TimeUnit.SECONDS).isSuccess()) {
      exported.add(key(cluster));
    } else {
      LOG.warn("the trace of {} could not be exported, trying again", cluster.name());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    exporter.shutdown();
  }
}
