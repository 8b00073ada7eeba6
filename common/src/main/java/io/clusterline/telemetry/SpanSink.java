package io.clusterline.telemetry;

/** Takes the spans of calls. Nothing waits for it, and it never fails. */
public interface SpanSink extends AutoCloseable {

  /** Traces are not asked for. */
  SpanSink NONE = span -> {};

  void add(CallSpan span);

  @Override
  default void close() {}
}
