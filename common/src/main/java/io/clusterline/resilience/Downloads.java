package io.clusterline.resilience;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads files over HTTP, each host behind a circuit breaker of its own. Only public addresses are
 * connected to, unless a mirror is configured; redirects and sizes are bounded.
 */
public final class Downloads implements AutoCloseable {

  private static final int OK = 200;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final DownloadSettings settings;
  private final Resilience resilience;
  private final CallPolicy policy;
  private final HttpClient http;

  public Downloads(DownloadSettings settings, Resilience resilience) {
    this.settings = settings;
    this.resilience = resilience;
    this.policy =
        new CallPolicy(
            "downloads",
            true,
            ErrorCode.DOWNLOAD_FAILED,
            settings.retry(),
            settings.breaker(),
            failure -> failure instanceof DownloadException e && e.isTransient(),
            failure -> failure instanceof DownloadException e && e.isOutage());
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Reads a file from its public source.
   *
   * @param reader consumes the content; called again for another attempt
   * @throws DownloadException naming the address and the answer; also when it, or a redirect's
   *     target, is not a public address
   */
  public <T> T read(URI uri, Function<InputStream, T> reader) {
    return read(uri, null, reader);
  }

  /**
   * Reads a file that may come from a mirror.
   *
   * @param mirror the address that the specification names, or null; its host and port, and no
   *     others, may be loopback or private
   */
  public <T> T read(URI uri, @Nullable URI mirror, Function<InputStream, T> reader) {
    return resilience
        .endpoint(policy, uri.getAuthority())
        .call(() -> downloadOnce(uri, mirror, settings.redirects(), reader));
  }

  private <T> T downloadOnce(
      URI uri, @Nullable URI mirror, int left, Function<InputStream, T> reader) {
    Optional<URI> next;
    try {
      PublicTargets.require(uri, mirror);
      HttpResponse<InputStream> response = http.send(request(uri), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        next = redirect(uri, response);
        if (next.isEmpty()) {
          requireOk(uri, response.statusCode());
          return reader.apply(bounded(uri, body));
        }
      }
    } catch (IOException e) {
      throw DownloadException.noAnswer("no answer from " + uri + ": " + e, e);
    } catch (UncheckedIOException e) {
      throw DownloadException.noAnswer("the download of " + uri + " broke off: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while reading " + uri, e);
    }
    if (left == 0) {
      throw DownloadException.refused(uri + " redirects once too often");
    }
    return downloadOnce(next.get(), mirror, left - 1, reader);
  }

  private HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(settings.answerTimeout()).build();
  }

  private InputStream bounded(URI uri, InputStream body) {
    return new BoundedStream(body, uri.toString(), settings.largest().toBytes());
  }

  /** The target of a redirect, if it is one; never from https to http. */
  private static Optional<URI> redirect(URI uri, HttpResponse<?> response) {
    if (!REDIRECTS.contains(response.statusCode())) {
      return Optional.empty();
    }
    URI next = response.headers().firstValue("location").map(to -> resolved(uri, to)).orElse(uri);
    if ("https".equals(uri.getScheme()) && !"https".equals(next.getScheme())) {
      throw DownloadException.refused(uri + " redirects to " + next + ", which is not https");
    }
    return Optional.of(next);
  }

  private static URI resolved(URI uri, String location) {
    try {
      return uri.resolve(location);
    } catch (IllegalArgumentException e) {
      throw DownloadException.refused(uri + " redirects to what is not an address");
    }
  }

  private static void requireOk(URI uri, int status) {
    if (status != OK) {
      throw DownloadException.answered(status, uri + " was answered with " + status);
    }
  }

  /**
   * Reads whole files.
   *
   * @param largest size in bytes; larger files are refused
   */
  public static Function<InputStream, byte[]> bytes(int largest) {
    return in -> {
      try {
        byte[] bytes = in.readNBytes(largest + 1);
        if (bytes.length > largest) {
          throw new ClusterlineException(
              ErrorCode.DOWNLOAD_FAILED, "a file of more than " + largest + " bytes is refused");
        }
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
