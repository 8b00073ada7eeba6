package io.clusterline.testkit;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The specifications that come with the project, in {@code deploy/clusters}. */
public final class SampleClusters {

  private static final Path FOLDER = Path.of("..", "deploy", "clusters");

  private SampleClusters() {}

  /** One control plane and two workers. */
  public static Cluster small() {
    return read("small.yaml");
  }

  /** The Eco² cluster of fourteen nodes. */
  public static Cluster eco2() {
    return read("eco2.yaml");
  }

  /**
   * Reads a file of that folder, such as {@code small.yaml}; tests run in their module's folder.
   */
  public static Cluster read(String file) {
    return SpecificationReader.read(text(file), file);
  }

  /** The YAML of a file of that folder. */
  public static String text(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
