package io.clusterline.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports spans of calls by OTLP over HTTP, from a thread of its own. What does not fit into its
 * queue, or what the collector does not take, is lost and counted: no call ever waits for a
 * collector. The SDK's own batch processor does not count what it drops.
 */
public final class OtlpSpans implements SpanSink {

  private static final Logger LOG = LoggerFactory.getLogger(OtlpSpans.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration EXPORT = Duration.ofSeconds(5);
  private static final int QUEUE = 4_096;
  private static final int BATCH = 512;

  private final BlockingQueue<SpanData> queue = new ArrayBlockingQueue<>(QUEUE);
  private final MeterRegistry registry;
  private final SpanExporter exporter;
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spans").factory());

  OtlpSpans(SpanExporter exporter, String service, MeterRegistry registry) {
    this.exporter = exporter;
    this.registry = registry;
    Attributes resource = Attributes.of(AttributeKey.stringKey("service.name"), service);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(resource))
            .addSpanProcessor(new Queueing())
            .build();
    this.tracer = provider.get("io.clusterline");
    long millis = PERIOD.toMillis();
    timer.scheduleWithFixedDelay(this::sendAgain, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * @param endpoint such as {@code http://127.0.0.1:4318/v1/traces}
   * @param service its name in the traces
   */
  public static OtlpSpans to(String endpoint, String service, MeterRegistry registry) {
    SpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(endpoint)
            .setConnectTimeout(CONNECT)
            .setTimeout(EXPORT)
            .build();
    return new OtlpSpans(exporter, service, registry);
  }

  /** Shows at zero what becomes of spans. */
  public static void announce(MeterRegistry registry) {
    for (String outcome : List.of("exported", "queue-full", "not-taken")) {
      LineMetric.TRACE_SPANS.counter(registry, outcome);
    }
  }

  @Override
  public void add(CallSpan call) {
    SpanContext parent =
        SpanContext.createFromRemoteParent(
            call.parent().traceId(),
            call.parent().spanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault());
    AttributesBuilder attributes = Attributes.builder();
    call.attributes().forEach(attributes::put);
    tracer
        .spanBuilder(call.name())
        .setSpanKind(SpanKind.CLIENT)
        .setParent(Context.root().with(Span.wrap(parent)))
        .setStartTimestamp(call.start())
        .setAllAttributes(attributes.build())
        .startSpan()
        .end(call.end());
  }

  /** An exception would end the schedule. */
  private void sendAgain() {
    try {
      send();
    } catch (RuntimeException e) {
      LOG.warn("spans could not be sent: {}", e.toString());
    }
  }

  private void send() {
    List<SpanData> batch = new ArrayList<>();
    while (queue.drainTo(batch, BATCH) > 0) {
      boolean taken =
          exporter.export(batch).join(EXPORT.toMillis(), TimeUnit.MILLISECONDS).isSuccess();
      count(taken ? "exported" : "not-taken", batch.size());
      batch = new ArrayList<>();
    }
  }

  private void count(String outcome, int spans) {
    LineMetric.TRACE_SPANS.counter(registry, outcome).increment(spans);
  }

  /** Sends what is left, within the limit of one export. */
  @Override
  public void close() {
    timer.execute(this::send);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(CONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var unused = exporter.shutdown();
    provider.close();
  }

  /** Hands ended spans to the queue. */
  private final class Queueing implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (!queue.offer(span.toSpanData())) {
        count("queue-full", 1);
      }
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
