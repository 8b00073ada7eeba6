package io.clusterline.gitops.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.helm.ChartStore.Source;
import io.clusterline.resilience.DownloadSettings;
import io.clusterline.resilience.Downloads;
import io.clusterline.resilience.Resilience;
import io.clusterline.sandbox.mirror.ChartMirror;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChartStoreTest {

  private static final String SHA256_OF_X =
      "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

  private final Downloads downloads =
      new Downloads(
          DownloadSettings.DEFAULT.withFirstPause(Duration.ofMillis(5)),
          Resilience.measuredBy(new SimpleMeterRegistry()));
  private final ChartStore store = new ChartStore(downloads);

  @AfterEach
  void close() {
    store.close();
    downloads.close();
  }

  @Test
  void givenAMirror_whenAChartIsAskedTwice_thenItIsFetchedOnceAndVerified() {
    try (ChartMirror mirror = ChartMirror.start(Path.of("..", "sandbox", "mirror"))) {
      Source source = source(mirror.charts(), "argo-cd", "10.1.1", null);

      assertThat(store.chart(source)).isNotEmptyFile().isEqualTo(store.chart(source));
    }
  }

  @Test
  void givenAnotherVersion_whenAsked_thenItIsNotFoundAndTheIndexIsNamed() {
    try (ChartMirror mirror = ChartMirror.start(Path.of("..", "sandbox", "mirror"))) {
      assertFails(
          () -> store.chart(source(mirror.charts(), "argo-cd", "0.0.1", null)),
          ErrorCode.CHART_NOT_FOUND,
          "/charts/index.yaml has no chart argo-cd 0.0.1; it has 10.1.1");
    }
  }

  @Test
  void givenAVersionThatIsNotThere_whenAsked_thenTheNewestThatAreThereAreNamed()
      throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      assertFails(
          () -> store.chart(source(repository.uri(), "a", "1.2.0", null)),
          ErrorCode.CHART_NOT_FOUND,
          "has no chart a 1.2.0; it has 1.1.0, 1.0.0");
    }
  }

  @Test
  void givenAChartThatIsNotThere_whenAsked_thenThatIsSaid() throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      assertFails(
          () -> store.chart(source(repository.uri(), "c", "1.0.0", null)),
          ErrorCode.CHART_NOT_FOUND,
          "has no chart c 1.0.0; no version of it is there");
    }
  }

  @Test
  void givenAVersionWithAnotherSpelling_whenAsked_thenItIsTheSame() throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      assertThat(store.chart(source(repository.uri(), "a", "v1.0.0", null))).exists();
    }
  }

  @Test
  void givenAnArchiveThatIsNotWhatTheIndexSays_whenAsked_thenItIsRefused() throws IOException {
    try (Repository repository = new Repository(index("0".repeat(64)))) {
      assertFails(
          () -> store.chart(source(repository.uri(), "a", "1.0.0", null)),
          ErrorCode.CHECKSUM_MISMATCH,
          SHA256_OF_X);
    }
  }

  @Test
  void givenAnArchiveThatIsNotWhatTheCataloguePinned_whenAsked_thenItIsRefused()
      throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      assertFails(
          () -> store.chart(source(repository.uri(), "a", "1.0.0", "sha256:" + "1".repeat(64))),
          ErrorCode.CHECKSUM_MISMATCH,
          "1".repeat(64));
    }
  }

  @Test
  void givenTheIndexOfALargeRepository_whenRead_thenTheRightEntryIsFound() throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      assertThat(Files.readString(store.chart(source(repository.uri(), "a", "1.0.0", null))))
          .isEqualTo("x");
    }
  }

  @Test
  void givenAServerThatFailsOnce_whenAsked_thenItIsAskedAgain() throws IOException {
    try (Repository repository = new Repository(index(SHA256_OF_X))) {
      repository.failures.set(1);

      assertThat(store.chart(source(repository.uri(), "a", "1.0.0", null))).exists();
    }
  }

  @Test
  void givenNoServerListens_whenAsked_thenTheDownloadFailsWithTheAddress() {
    assertFails(
        () -> store.chart(source(URI.create("http://127.0.0.1:1"), "a", "1.0.0", null)),
        ErrorCode.DOWNLOAD_FAILED,
        "http://127.0.0.1:1/index.yaml");
  }

  @Test
  void givenAnIndexThatNamesAnInternalAddress_whenAChartIsAsked_thenItIsNotFetchedThere()
      throws IOException {
    try (Repository internal = new Repository("");
        Repository repository =
            new Repository(
                index(SHA256_OF_X)
                    .replace("- charts/a-1.0.0.tgz", "- " + internal.uri() + "/a.tgz"))) {
      assertFails(
          () -> store.chart(source(repository.uri(), "a", "1.0.0", null)),
          ErrorCode.DOWNLOAD_FAILED,
          "not public");
    }
  }

  private static Source source(URI mirror, String chart, String version, @Nullable String digest) {
    return new Source(mirror, mirror, chart, version, digest);
  }

  private static void assertFails(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ClusterlineException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  /**
   * With what real indexes have: other charts, unknown fields, nested maps, quotes, maintainers.
   */
  private static String index(String digest) {
    return """
    apiVersion: v1
    generated: "2026-01-01T00:00:00Z"
    serverInfo: {contextPath: /x, list: [1, {a: b}]}
    entries:
      b:
      - {name: b, version: 1.0.0, urls: [b-1.0.0.tgz]}
      a:
      - annotations:
          images: |
            - version: 1.0.0
        dependencies:
        - {name: version, version: 9.9.9}
        name: a
        digest: other
        urls: [a-1.1.0.tgz]
        version: 1.1.0
      - maintainers: [{name: m, urls: [u]}]
        version: "1.0.0"
        urls:
        - charts/a-1.0.0.tgz
        - https://elsewhere.invalid/a-1.0.0.tgz
        digest: DIGEST
    """
        .replace("DIGEST", digest);
  }

  /** A repository with one archive, whose content is "x". */
  private static final class Repository implements AutoCloseable {
    final AtomicInteger failures = new AtomicInteger();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    Repository(String index) throws IOException {
      Map<String, String> files = Map.of("/r/index.yaml", index, "/r/charts/a-1.0.0.tgz", "x");
      server.createContext(
          "/",
          exchange -> {
            byte[] body =
                files
                    .getOrDefault(exchange.getRequestURI().getPath(), "")
                    .getBytes(StandardCharsets.UTF_8);
            boolean fails = failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/r");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
