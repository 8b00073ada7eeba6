package io.clusterline.network.calico;

import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Reads a file over HTTP, tried again when the network or the server fails. */
public final class ManifestDownload implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final long LARGEST = 16L << 20; // Calico's is 0.7 MiB

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final Retry retry;

  public ManifestDownload() {
    this(Duration.ofMillis(500));
  }

  /**
   * @param firstPause between the first two tries; later ones are longer
   */
  ManifestDownload(Duration firstPause) {
    RetryConfig config =
        RetryConfig.<HttpResponse<byte[]>>custom()
            .maxAttempts(4)
            .intervalFunction(
                IntervalFunction.ofExponentialRandomBackoff(
                    firstPause, 2, 0.5, firstPause.multipliedBy(8)))
            .retryExceptions(UncheckedIOException.class)
            .retryOnResult(response -> mayPass(response.statusCode()))
            .build();
    this.retry = Retry.of("manifest", config);
  }

  private static boolean mayPass(int status) {
    return status == 429 || status >= 500;
  }

  /**
   * @throws StageException {@link ErrorCode#DOWNLOAD_FAILED} naming the address and the answer
   */
  byte[] read(URI uri) {
    HttpResponse<byte[]> response = answered(uri);
    if (response.statusCode() != 200) {
      throw new StageException(
          ErrorCode.DOWNLOAD_FAILED, uri + " was answered with " + response.statusCode());
    }
    return response.body();
  }

  private HttpResponse<byte[]> answered(URI uri) {
    try {
      return retry.executeSupplier(() -> once(uri));
    } catch (UncheckedIOException e) {
      throw new StageException(
          ErrorCode.DOWNLOAD_FAILED, "no answer from " + uri + ": " + e.getCause(), e);
    }
  }

  private HttpResponse<byte[]> once(URI uri) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    try {
      return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(ErrorCode.CANCELLED, "stopped while reading " + uri, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
