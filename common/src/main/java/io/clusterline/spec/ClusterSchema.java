package io.clusterline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * The JSON Schema (2020-12) of a specification. It is generated from the records of this package by
 * a test, which also fails when the two differ.
 */
public final class ClusterSchema {

  /** The schema's own URI. */
  public static final String ID = "https://clusterline.io/schema/cluster.v1alpha1.json";

  /** Its location on the class path. */
  static final String RESOURCE = "/schema/cluster.v1alpha1.json";

  private ClusterSchema() {}

  /** The schema as it is published. */
  public static String text() {
    try (InputStream resource = ClusterSchema.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not on the class path");
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema as a tree. */
  static JsonNode tree() {
    return Json.MAPPER.readTree(text());
  }
}
