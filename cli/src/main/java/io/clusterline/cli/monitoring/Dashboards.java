package io.clusterline.cli.monitoring;

import io.clusterline.process.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A copy of our dashboards in the run's folder, whose links lead to this line's console. Grafana
 * reads them again when they change.
 */
final class Dashboards {

  /** What the variable {@code console} says as the dashboards are generated. */
  private static final String DEFAULT = "http://127.0.0.1:8090";

  private final Path sources;
  private final Path folder;

  /**
   * @param sources the generated ones
   * @param folder receives the copy
   */
  Dashboards(Path sources, Path folder) {
    this.sources = sources;
    this.folder = PrivateFiles.folder(folder);
    write(DEFAULT);
  }

  Path folder() {
    return folder;
  }

  /** The console is there from now on. */
  void linkTo(Target console) {
    write("http://127.0.0.1:" + console.port());
  }

  private void write(String address) {
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        String linked = Files.readString(file).replace(DEFAULT, address);
        PrivateFiles.write(folder.resolve(file.getFileName()), linked);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
