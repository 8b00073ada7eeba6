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
import java.util.function.Function;

/** Reads files over HTTP, each host behind a circuit breaker of its own. */
public final class Downloads implements AutoCloseable {

  private static final int OK = 200;

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
            ErrorCode.DOWNLOAD_FAILED,
            settings.retry(),
            settings.breaker(),
            failure -> failure instanceof DownloadException e && e.mayPass(),
            failure -> failure instanceof DownloadException e && e.isOutage());
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * @param reader what to make of it; called again for another attempt
   * @throws DownloadException naming the address and the answer
   */
  public <T> T read(URI uri, Function<InputStream, T> reader) {
    return resilience.endpoint(policy, uri.getAuthority()).call(() -> once(uri, reader));
  }

  private <T> T once(URI uri, Function<InputStream, T> reader) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(settings.answerTimeout()).build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        requireOk(uri, response.statusCode());
        return reader.apply(body);
      }
    } catch (IOException e) {
      throw DownloadException.unanswered("no answer from " + uri + ": " + e, e);
    } catch (UncheckedIOException e) {
      throw DownloadException.unanswered("the download of " + uri + " broke off: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while reading " + uri, e);
    }
  }

  private static void requireOk(URI uri, int status) {
    if (status != OK) {
      throw DownloadException.answered(status, uri + " was answered with " + status);
    }
  }

  /**
   * A reader of whole files.
   *
   * @param largest what is longer is refused
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
