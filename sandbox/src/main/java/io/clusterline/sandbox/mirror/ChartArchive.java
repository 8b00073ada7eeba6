package io.clusterline.sandbox.mirror;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  static ChartArchive of(Path chart) {
    try {
      String metadata = Files.readString(chart.resolve("Chart.yaml"));
      String name = field(metadata, "name");
      return new ChartArchive(name, field(metadata, "version"), metadata, packed(chart, name));
    } catch (IOException e) {
      throw new UncheckedIOException("chart " + chart.getFileName() + " cannot be packaged", e);
    }
  }

  String fileName() {
    return name + "-" + version + ".tgz";
  }

  String digest() {
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
      return files.filter(Files::isRegularFile).sorted().toList();
    }
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
