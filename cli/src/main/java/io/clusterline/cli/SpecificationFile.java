package io.clusterline.cli;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A specification from a file, or from standard input when its name is {@code -}. */
final class SpecificationFile {

  private SpecificationFile() {}

  static Cluster read(Path file) {
    return SpecificationReader.read(text(file), file.toString());
  }

  private static String text(Path file) {
    try {
      byte[] bytes =
          file.toString().equals("-") ? System.in.readAllBytes() : Files.readAllBytes(file);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE,
          "cannot read " + file + ": " + e.getMessage(),
          "Name a specification such as deploy/clusters/eco2.yaml.");
    }
  }
}
