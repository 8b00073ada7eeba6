package io.clusterline.infra;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import java.nio.file.Files;
import java.nio.file.Path;

/** Specifications for tests. */
public final class Clusters {

  private Clusters() {}

  /** The 14 nodes of the real one. */
  public static Cluster eco2() {
    return file("eco2.yaml");
  }

  public static Cluster small() {
    return file("small.yaml");
  }

  /** As small, under another name and in another region. */
  public static Cluster small(String name, String region) {
    return parse(smallText(name, region));
  }

  public static String smallText(String name, String region) {
    return text("small.yaml")
        .replaceFirst("name: [a-z0-9-]+", "name: " + name)
        .replace("ap-northeast-2", region);
  }

  public static Cluster parse(String yaml) {
    return SpecificationReader.read(yaml, "test.yaml");
  }

  private static Cluster file(String name) {
    return parse(text(name));
  }

  public static String text(String name) {
    try {
      return Files.readString(repository().resolve("deploy/clusters").resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Path repository() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("deploy/clusters"))) {
        return at;
      }
    }
    throw new IllegalStateException("run the tests from within the repository");
  }
}
