package io.clusterline.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.Assertions;

/** The specifications that come with the project, read on a day that never changes. */
public final class Specifications {

  static final Clock DAY = Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC);

  private static final Path CLUSTERS = Path.of("../deploy/clusters");

  private Specifications() {}

  public static String eco2() {
    return text("eco2.yaml");
  }

  public static String small() {
    return text("small.yaml");
  }

  public static Cluster read(String text) {
    return SpecificationReader.read(text, "test.yaml", DAY);
  }

  /** small.yaml with one piece of text replaced, which must be there. */
  public static String smallWith(String piece, String replacement) {
    String text = small();
    Assertions.assertThat(text).contains(piece);
    return text.replace(piece, replacement);
  }

  /** The findings of a text; empty when it is valid. */
  public static List<Finding> findings(String text) {
    try {
      read(text);
      return List.of();
    } catch (InvalidSpecificationException e) {
      return e.findings();
    }
  }

  private static String text(String file) {
    try {
      return Files.readString(CLUSTERS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
