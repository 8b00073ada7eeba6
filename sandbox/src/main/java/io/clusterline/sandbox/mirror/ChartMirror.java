package io.clusterline.sandbox.mirror;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A Helm chart repository and a tree of manifests on loopback, for {@code spec.mirrors}. Everything
 * is read once at start; a requested path is never looked up on disk.
 */
public final class ChartMirror implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> files;
  private final Map<String, String> digests;

  private ChartMirror(Map<String, byte[]> files, Map<String, String> digests) throws IOException {
    this.files = Map.copyOf(files);
    this.digests = Map.copyOf(digests);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(workers);
    server.start();
  }

  /**
   * Serves {@code charts/} (one directory per chart) and {@code manifests/}.
   *
   * @param directory {@code sandbox/mirror} of this repository
   */
  public static ChartMirror start(Path directory) {
    return start(directory, directory.resolve("charts"));
  }

  /**
   * As {@link #start(Path)}, with real charts: a folder or an archive of each, and Calico's {@code
   * calico.yaml} if it is there.
   */
  public static ChartMirror start(Path directory, Path realCharts) {
    try {
      List<ChartArchive> charts = archives(realCharts);
      Map<String, byte[]> files = new TreeMap<>(manifests(directory.resolve("manifests")));
      Path calico = realCharts.resolve("calico.yaml");
      if (Files.exists(calico)) {
        byte[] real = Files.readAllBytes(calico);
        files.replaceAll((path, content) -> path.endsWith("/calico.yaml") ? real : content);
      }
      Map<String, String> digests = new TreeMap<>();
      files.forEach((path, content) -> {
        if (path.endsWith("/calico.yaml")) {
          digests.put("calico", ChartArchive.digest(content));
        }
      });
      charts.forEach(chart -> digests.put(chart.name(), chart.digest()));
      files.putAll(served(charts));
      return new ChartMirror(files, digests);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot mirror " + directory, e);
    }
  }

  /** For {@code spec.mirrors.charts}. */
  public URI charts() {
    return base("/charts");
  }

  /** For {@code spec.mirrors.manifests}. */
  public URI manifests() {
    return base("/manifests");
  }

  /** For {@code spec.mirrors.digests}: stand-ins are not what the product has pinned. */
  public Map<String, String> digests() {
    return digests;
  }

  private URI base(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private static List<ChartArchive> archives(Path directory) throws IOException {
    try (Stream<Path> charts = Files.list(directory)) {
      return charts
          .filter(path -> Files.isDirectory(path) || path.toString().endsWith(".tgz"))
          .sorted()
          .map(ChartArchive::of)
          .toList();
    }
  }

  private static Map<String, byte[]> served(List<ChartArchive> archives) {
    Map<String, byte[]> files = new TreeMap<>();
    archives.forEach(chart -> files.put("/charts/" + chart.fileName(), chart.content()));
    files.put("/charts/index.yaml", ChartIndex.of(archives).getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static Map<String, byte[]> manifests(Path directory) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put("/manifests/" + directory.relativize(path), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] file = files.get(exchange.getRequestURI().getPath());
      if (file == null || !exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(file == null ? 404 : 405, -1);
        return;
      }
      exchange.sendResponseHeaders(200, file.length);
      exchange.getResponseBody().write(file);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.close();
  }
}
