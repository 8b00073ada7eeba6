package io.clusterline.sandbox.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartMirrorTest {

  private static final Path DIRECTORY = Path.of("mirror");

  @Test
  void givenAChart_whenPackagedTwice_thenTheBytesAreTheSame() {
    Path chart = DIRECTORY.resolve("charts/atlantis");

    assertThat(ChartArchive.of(chart).digest()).isEqualTo(ChartArchive.of(chart).digest());
  }

  @Test
  void givenAPackagedChart_whenUnpackedByTar_thenAllFilesAreThere(@TempDir Path directory)
      throws Exception {
    Path chart = DIRECTORY.resolve("charts/argo-cd");
    Path archive = Files.write(directory.resolve("a.tgz"), ChartArchive.of(chart).content());

    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString())
            .inheritIO()
            .start();

    assertThat(tar.waitFor()).isZero();
    assertThat(files(directory.resolve("argo-cd"))).isEqualTo(files(chart));
  }

  /** A published archive is served as it is; a folder without what its developers alone need. */
  @Test
  void givenAFolderOfRealCharts_whenServed_thenArchivesKeepTheirDigestAndCalicoIsThere(
      @TempDir Path charts) throws Exception {
    ChartArchive packed = ChartArchive.of(DIRECTORY.resolve("charts/atlantis"));
    Files.write(charts.resolve(packed.fileName()), packed.content());
    String folder = "deep/templates/" + "a-long-name-of-a-folder/".repeat(5);
    Files.createDirectories(charts.resolve(folder));
    Files.createDirectories(charts.resolve("deep/unittests"));
    Files.writeString(charts.resolve("deep/Chart.yaml"), "{name: deep, version: 1.0.0}");
    Files.writeString(charts.resolve(folder + "a.yaml"), "{}");
    Files.writeString(charts.resolve("deep/unittests/a_test.yaml"), "{}");
    Files.writeString(charts.resolve("calico.yaml"), "real");

    try (ChartMirror mirror = ChartMirror.start(DIRECTORY, charts)) {
      assertThat(mirror.digests())
          .containsEntry("atlantis", packed.digest())
          .containsEntry("calico", ChartArchive.digest("real".getBytes(StandardCharsets.UTF_8)));
      Path archive = charts.resolve("unpacked.tgz");
      Files.write(archive, ChartArchive.of(charts.resolve("deep")).content());
      Process tar =
          new ProcessBuilder("tar", "-tzf", archive.toString()).redirectErrorStream(true).start();
      assertThat(new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
          .containsExactlyInAnyOrder("deep/Chart.yaml", folder + "a.yaml");
    }
  }

  @Test
  void givenAMirror_whenItsIndexIsRead_thenEveryChartIsServedWithItsDigest() throws Exception {
    try (ChartMirror mirror = ChartMirror.start(DIRECTORY)) {
      String index = get(mirror.charts(), "/index.yaml").body();
      try (Stream<Path> charts = Files.list(DIRECTORY.resolve("charts"))) {
        for (Path chart : charts.toList()) {
          ChartArchive archive = ChartArchive.of(chart);
          assertThat(index).contains(archive.digest(), archive.fileName());
          assertThat(get(mirror.charts(), "/" + archive.fileName()).statusCode()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void givenAMirror_whenAnotherFileOfTheMachineIsAsked_thenItIsNotFound() throws Exception {
    try (ChartMirror mirror = ChartMirror.start(DIRECTORY)) {
      assertThat(get(mirror.charts(), "/../../pom.xml").statusCode()).isEqualTo(404);
      assertThat(get(mirror.charts(), "/%2e%2e/%2e%2e/pom.xml").statusCode()).isEqualTo(404);
    }
  }

  private static HttpResponse<String> get(URI base, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(base + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(directory::relativize).sorted().toList().toString();
    }
  }
}
