package io.clusterline.gitops.inventory;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.catalogue.CatalogueEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A copy of a real chart.
 *
 * @param source {@code archive}, or {@code directory} whose packaged form was not at hand
 * @param temporary what goes afterwards
 */
record UnpackedChart(Path directory, String source, Path temporary) implements AutoCloseable {

  /** Of the entry's version: the archive, whose digest has to be the pinned one, or a folder. */
  static UnpackedChart of(Path charts, CatalogueEntry entry) throws IOException {
    Path archive = archive(charts, entry);
    Path temporary = Files.createTempDirectory("clusterline-chart");
    if (Files.exists(archive)) {
      verify(archive, entry);
      run("tar", "-xzf", archive.toString(), "-C", temporary.toString());
    } else {
      run("cp", "-r", charts.resolve(entry.name()).toString(), temporary.toString());
    }
    String source = Files.exists(archive) ? "archive" : "directory";
    UnpackedChart chart = new UnpackedChart(temporary.resolve(entry.name()), source, temporary);
    String version = new ChartFiles(chart.directory()).version();
    if (!version.equals(entry.version())) {
      throw new ClusterlineException(
          ErrorCode.CHART_NOT_FOUND, chart.directory() + " is " + version + ", not " + entry);
    }
    return chart;
  }

  static boolean isIn(Path charts, CatalogueEntry entry) {
    return Files.exists(charts.resolve(entry.name())) || Files.exists(archive(charts, entry));
  }

  private static Path archive(Path charts, CatalogueEntry entry) {
    return charts.resolve(entry.name() + "-" + entry.version() + ".tgz");
  }

  private static void verify(Path archive, CatalogueEntry entry) throws IOException {
    String digest = ChartFiles.digest(Files.readAllBytes(archive));
    if (entry.digest() != null && !entry.digest().equals(digest)) {
      throw new ClusterlineException(
          ErrorCode.CHECKSUM_MISMATCH,
          archive + " has digest " + digest + ", not " + entry.digest());
    }
  }

  private static void run(String... command) throws IOException {
    try {
      if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while reading charts", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(temporary)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
