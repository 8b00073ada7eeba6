package io.clusterline.console.trace;

import io.clusterline.console.feed.Board;
import io.clusterline.console.feed.Board.Ended;
import io.clusterline.event.Event;
import io.clusterline.projection.BuildTrace;
import io.clusterline.projection.TraceSpan;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports the trace of each build and removal once it has ended, also of one that ended while the
 * console was down. What ends later, as a stage beside the build, a replay or a pruning, is
 * exported at its end: no span is sent before it is known how it ended, as it is sent but once.
 * After a restart the traces of the last retention are exported again, with the same ids.
 */
public final class TraceExport implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TraceExport.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Board board;
  private final SpanExporter exporter;
  private final Duration retention;
  private final Set<Ended> done = new HashSet<>();

  /** Of which stages still ran when they were exported; by id. */
  private final Map<String, Ended> open = new HashMap<>();

  private final Map<String, Set<String>> spansOf = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("traces").factory());

  public TraceExport(Board board, SpanExporter exporter, Duration retention) {
    this.board = board;
    this.exporter = exporter;
    this.retention = retention;
  }

  public TraceExport start() {
    long millis = PERIOD.toMillis();
    timer.scheduleWithFixedDelay(this::exportAgain, millis, millis, TimeUnit.MILLISECONDS);
    return this;
  }

  /** An exception would end the schedule. */
  private void exportAgain() {
    try {
      exportEnded();
    } catch (RuntimeException e) {
      LOG.warn("traces could not be exported, trying again", e);
    }
  }

  void exportEnded() {
    List<Ended> lately = Stream.concat(ended(), replaced()).toList();
    done.retainAll(lately);
    spansOf.keySet().retainAll(lately.stream().map(Ended::id).toList());
    lately.stream().filter(one -> !done.contains(one)).forEach(this::export);
  }

  /** One of which a stage still runs is kept until that one has ended or is lost. */
  private Stream<Ended> ended() {
    Instant first = board.now().minus(retention).minus(Board.LOST);
    return board.ended().stream().filter(one -> one.at().isAfter(first));
  }

  /** A newer build took their place, which stops their stages. */
  private Stream<Ended> replaced() {
    return open.values().stream()
        .filter(one -> !board.isNewest(one.id()))
        .map(one -> new Ended(one.cluster(), one.id(), one.at(), true));
  }

  private void export(Ended ended) {
    Set<String> before = spansOf.computeIfAbsent(ended.id(), id -> new HashSet<>());
    List<Event<?>> events = board.events(ended.id());
    List<TraceSpan> spans =
        (ended.isAtRest() ? BuildTrace.of(events) : BuildTrace.ended(events))
            .stream().filter(span -> !before.contains(span.spanId())).toList();
    CompletableResultCode result =
        spans.isEmpty() ? CompletableResultCode.ofSuccess() : export(spans);
    if (result.join(10, TimeUnit.SECONDS).isSuccess()) {
      done.add(ended);
      open.put(ended.id(), ended);
      open.values().removeIf(Ended::isAtRest);
      spans.forEach(span -> before.add(span.spanId()));
    } else {
      LOG.warn("the trace of {} could not be exported, trying again", ended.cluster());
    }
  }

  private CompletableResultCode export(List<TraceSpan> spans) {
    return exporter.export(spans.stream().<SpanData>map(ExportedSpan::new).toList());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    exporter.shutdown();
  }
}
