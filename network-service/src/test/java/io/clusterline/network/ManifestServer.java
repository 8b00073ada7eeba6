package io.clusterline.network;

import com.sun.net.httpserver.HttpServer;
import io.clusterline.spec.CalicoRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves the sandbox's stand-in manifests on loopback, and fails on demand. */
public final class ManifestServer implements AutoCloseable {

  private static final Path MANIFESTS = Path.of("../sandbox/mirror/manifests");

  private final HttpServer server;
  private final Deque<Integer> failures = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();

  public ManifestServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.incrementAndGet();
            Integer failure = failures.poll();
            Path file = MANIFESTS.resolve(exchange.getRequestURI().getPath().substring(1));
            if (failure != null || !Files.isRegularFile(file)) {
              exchange.sendResponseHeaders(failure == null ? 404 : failure, -1);
              return;
            }
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
    server.start();
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** For {@code spec.mirrors.digests}. */
  public String calicoDigest() {
    String version = CalicoRelease.bundled().version();
    Path manifest = MANIFESTS.resolve("calico").resolve(version).resolve("calico.yaml");
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(manifest)));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next answers, before it serves again. */
  public void failWith(Integer... statuses) {
    failures.addAll(List.of(statuses));
  }

  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
