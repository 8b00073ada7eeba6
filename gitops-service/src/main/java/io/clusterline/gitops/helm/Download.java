package io.clusterline.gitops.helm;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Function;

/** Reads a URL, tried again when the network or the server fails. */
final class Download implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Retry retry =
      Retry.of(
          "download",
          RetryConfig.custom()
              .maxAttempts(4)
              .intervalFunction(
                  IntervalFunction.ofExponentialRandomBackoff(
                      Duration.ofMillis(500), 2, 0.5, Duration.ofSeconds(4)))
              .retryOnException(e -> e instanceof StageException s && s.code().retryable())
              .build());

  /**
   * @throws StageException {@link ErrorCode#CHART_NOT_FOUND} for a 404, else {@link
   *     ErrorCode#DOWNLOAD_FAILED}
   */
  <T> T read(URI uri, Function<InputStream, T> reader) {
    return retry.executeSupplier(() -> once(uri, reader));
  }

  private <T> T once(URI uri, Function<InputStream, T> reader) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        requireFound(uri, response.statusCode());
        return reader.apply(body);
      }
    } catch (IOException e) {
      throw new StageException(ErrorCode.DOWNLOAD_FAILED, "no answer from " + uri + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(ErrorCode.CANCELLED, "stopped while reading " + uri, e);
    }
  }

  private static void requireFound(URI uri, int status) {
    if (status == 404) {
      throw new StageException(ErrorCode.CHART_NOT_FOUND, uri + " does not exist");
    }
    if (status != 200) {
      throw new StageException(ErrorCode.DOWNLOAD_FAILED, uri + " was answered with " + status);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
