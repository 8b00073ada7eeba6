package io.clusterline.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A collector on loopback: takes traces by OTLP over HTTP, in protobuf, and keeps their spans. */
public final class OtlpReceiver implements AutoCloseable {

  /**
   * A span as it came.
   *
   * @param parentId empty: a root
   * @param isCall it was made by a client
   * @param links ids of the traces it is linked to
   */
  public record Received(
      String service,
      String traceId,
      String spanId,
      String parentId,
      String name,
      boolean isCall,
      Map<String, String> attributes,
      List<String> links) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  public OtlpReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  /** As {@code CLUSTERLINE_OTLP_ENDPOINT}. */
  public String endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces")
        .toString();
  }

  /** All so far, in the order of arrival. */
  public List<Received> spans() {
    return List.copyOf(spans);
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = body(exchange)) {
      ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::add);
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    InputStream body = exchange.getRequestBody();
    return zipped ? new GZIPInputStream(body) : body;
  }

  private void add(ResourceSpans resource) {
    String service =
        attributes(resource.getResource().getAttributesList()).getOrDefault("service.name", "");
    resource.getScopeSpansList().stream()
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(span -> spans.add(received(service, span)));
  }

  private static Received received(String service, Span span) {
    HexFormat hex = HexFormat.of();
    return new Received(
        service,
        hex.formatHex(span.getTraceId().toByteArray()),
        hex.formatHex(span.getSpanId().toByteArray()),
        hex.formatHex(span.getParentSpanId().toByteArray()),
        span.getName(),
        span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT,
        attributes(span.getAttributesList()),
        span.getLinksList().stream()
            .map(link -> hex.formatHex(link.getTraceId().toByteArray()))
            .toList());
  }

  private static Map<String, String> attributes(List<KeyValue> list) {
    return list.stream()
        .collect(Collectors.toMap(KeyValue::getKey, each -> each.getValue().getStringValue()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
