package io.clusterline.network.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The files beside this class. */
final class ProbeTexts {

  private ProbeTexts() {}

  static String read(String name) {
    try (InputStream file = Objects.requireNonNull(ProbeTexts.class.getResourceAsStream(name))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
