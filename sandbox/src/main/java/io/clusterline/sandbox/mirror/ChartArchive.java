package io.clusterline.sandbox.mirror;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A packaged chart: the same bytes, and so the same digest, whenever and wherever it is packaged.
 *
 * @param metadata the text of its Chart.yaml
 */
record ChartArchive(String name, String version, String metadata, byte[] content) {

  /** A packaged chart as it is, or a folder, packaged. */
  static ChartArchive of(Path chart) {
    try {
      if (Files.isRegularFile(chart)) {
        return of(chart, Files.readAllBytes(chart));
      }
      String metadata = Files.readString(chart.resolve("Chart.yaml"));
      String name = field(metadata, "name");
      return new ChartArchive(name, field(metadata, "version"), metadata, packed(chart, name));
    } catch (IOException e) {
      throw new UncheckedIOException("chart " + chart.getFileName() + " cannot be packaged", e);
    }
  }

  private static ChartArchive of(Path archive, byte[] content) throws IOException {
    String metadata = metadataIn(archive);
    return new ChartArchive(field(metadata, "name"), field(metadata, "version"), metadata, content);
  }

  private static String metadataIn(Path archive) throws IOException {
    Process tar =
        new ProcessBuilder(
                "tar",
                "-xzOf",
                archive.toString(),
                "--wildcards",
                "--no-wildcards-match-slash",
                "*/Chart.yaml")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  String fileName() {
    return name + "-" + version + ".tgz";
  }

  String digest() {
    return digest(content);
  }

  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] packed(Path chart, String name) throws IOException {
    Tar tar = new Tar();
    for (Path file : filesOf(chart)) {
      tar.add(name + "/" + chart.relativize(file), Files.readAllBytes(file));
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(tar.finish());
    }
    return packed.toByteArray();
  }

  private static List<Path> filesOf(Path chart) throws IOException {
    try (Stream<Path> files = Files.walk(chart)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !isDevelopers(chart.relativize(file).toString()))
          .sorted()
          .toList();
    }
  }

  /**
   * Files that a published archive lacks, by the chart's .helmignore; Helm would keep it in
   * Secrets.
   */
  private static boolean isDevelopers(String file) {
    return file.matches("(charts/[^/]+/)?(ci|tests|unittests|hack)/.*");
  }

  private static String field(String metadata, String name) {
    Object value =
        new Load(LoadSettings.builder().build()).loadFromString(metadata)
                instanceof java.util.Map<?, ?> map
            ? map.get(name)
            : null;
    if (value == null) {
      throw new IllegalArgumentException("a Chart.yaml has no " + name);
    }
    return value.toString();
  }
}
