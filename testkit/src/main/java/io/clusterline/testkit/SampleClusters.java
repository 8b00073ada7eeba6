package io.clusterline.testkit;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import java.nio.file.Path;

/** The specifications that come with the project, in {@code deploy/clusters}. */
public final class SampleClusters {

  private static final String REGION = "ap-northeast-2";

  private SampleClusters() {}

  /** One control plane and two workers. */
  public static Cluster small() {
    return read("small.yaml");
  }

  /** As {@link #small()}, under another name. */
  public static Cluster small(String name) {
    return named("small.yaml", name);
  }

  /** As {@link #small()}, under another name and in another region. */
  public static Cluster small(String name, String region) {
    return parse(smallText(name, region));
  }

  /** The YAML of {@link #small(String, String)}, for tests that change it. */
  public static String smallText(String name, String region) {
    return renamed(text("small.yaml"), name).replace(REGION, region);
  }

  /** The Eco² cluster of fourteen nodes. */
  public static Cluster eco2() {
    return read("eco2.yaml");
  }

  /** Reads a file of that folder, such as {@code small.yaml}. */
  public static Cluster read(String file) {
    return SpecificationReader.read(text(file), file);
  }

  /** Reads a file of that folder, and gives the cluster another name. */
  public static Cluster named(String file, String name) {
    return SpecificationReader.read(renamed(text(file), name), file);
  }

  private static String renamed(String yaml, String name) {
    return yaml.replaceFirst("name: [a-z0-9-]+", "name: " + name);
  }

  /** Reads a specification that a test has created or changed. */
  public static Cluster parse(String yaml) {
    return SpecificationReader.read(yaml, "test.yaml");
  }

  /** The YAML of a file of that folder. */
  public static String text(String file) {
    return Repository.read("deploy/clusters/" + file);
  }

  /** The path of a file of that folder. */
  public static Path path(String file) {
    return Repository.root().resolve("deploy/clusters").resolve(file);
  }
}
