package io.clusterline.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Specifications after public reports of people who do this job: resources under {@code cases}. */
final class Cases {

  private Cases() {}

  static String text(String file) {
    try (InputStream in =
        Objects.requireNonNull(Cases.class.getResourceAsStream("/cases/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
