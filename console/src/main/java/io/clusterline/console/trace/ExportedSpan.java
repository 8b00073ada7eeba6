package io.clusterline.console.trace;

import io.clusterline.event.TraceParent;
import io.clusterline.projection.TraceSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;

/** A span of a build as OpenTelemetry's exporters take it. */
record ExportedSpan(TraceSpan span) implements SpanData {

  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("io.clusterline.console");
  private static final Resource RESOURCE =
      Resource.create(Attributes.builder().put("service.name", "clusterline").build());

  private static SpanContext context(String traceId, String spanId) {
    return SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault());
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return SpanKind.INTERNAL;
  }

  @Override
  public SpanContext getSpanContext() {
    return context(span.traceId(), span.spanId());
  }

  @Override
  public SpanContext getParentSpanContext() {
    String parent = span.parentId();
    return parent == null ? SpanContext.getInvalid() : context(span.traceId(), parent);
  }

  @Override
  public StatusData getStatus() {
    String error = span.error();
    return error == null
        ? StatusData.ok()
        : StatusData.create(io.opentelemetry.api.trace.StatusCode.ERROR, error);
  }

  @Override
  public long getStartEpochNanos() {
    return nanos(span.start());
  }

  @Override
  public long getEndEpochNanos() {
    return nanos(span.end());
  }

  @Override
  public Attributes getAttributes() {
    AttributesBuilder attributes = Attributes.builder();
    span.attributes().forEach(attributes::put);
    return attributes.build();
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public List<LinkData> getLinks() {
    TraceParent linked = span.linked();
    return linked == null
        ? List.of()
        : List.of(LinkData.create(context(linked.traceId(), linked.spanId())));
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public int getTotalRecordedLinks() {
    return getLinks().size();
  }

  @Override
  public int getTotalAttributeCount() {
    return span.attributes().size();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  @Deprecated
  @SuppressWarnings("deprecation")
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public Resource getResource() {
    return RESOURCE;
  }
}
