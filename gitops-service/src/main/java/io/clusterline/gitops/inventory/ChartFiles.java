package io.clusterline.gitops.inventory;

import io.clusterline.kubernetes.Manifests;
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
import tools.jackson.databind.JsonNode;

/** The files of an unpacked chart. */
record ChartFiles(Path directory) {

  /** One digest over the names and contents of all files. */
  String digest() {
    MessageDigest digest = sha256();
    for (Path file : files(directory)) {
      digest.update(directory.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(bytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String digest(byte[] content) {
    return HexFormat.of().formatHex(sha256().digest(content));
  }

  boolean hasSchema() {
    return Files.exists(directory.resolve("values.schema.json"));
  }

  String version() {
    return metadata().path("version").asString();
  }

  JsonNode metadata() {
    return yaml("Chart.yaml");
  }

  JsonNode values() {
    return yaml("values.yaml");
  }

  /** The charts inside this one. */
  List<ChartFiles> dependencies() {
    Path charts = directory.resolve("charts");
    if (!Files.isDirectory(charts)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(charts)) {
      return found
          .filter(path -> Files.exists(path.resolve("Chart.yaml")))
          .sorted()
          .map(ChartFiles::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Objects that Helm installs from the folders {@code crds}, this chart's and those of the inner
   * ones.
   */
  List<JsonNode> definitions() {
    return files(directory).stream()
        .filter(file -> file.toString().matches(".*/crds/[^/]+\\.ya?ml"))
        .filter(file -> !file.toString().matches(".*/(templates|files)/.*"))
        .filter(file -> !file.endsWith("values.yaml") && !file.endsWith("Chart.yaml"))
        .flatMap(file -> Manifests.parse(new String(bytes(file), StandardCharsets.UTF_8)).stream())
        .filter(object -> object.path("kind").asString("").equals("CustomResourceDefinition"))
        .toList();
  }

  private JsonNode yaml(String name) {
    String text = new String(bytes(directory.resolve(name)), StandardCharsets.UTF_8);
    List<JsonNode> documents = Manifests.parse(text);
    return documents.isEmpty() ? Manifests.parse("{}").getFirst() : documents.getFirst();
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
