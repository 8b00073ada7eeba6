package io.clusterline.cli;

import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
          reason(file, e),
          "Name a specification such as deploy/clusters/eco2.yaml.");
    }
  }

  /** Java's messages repeat the name of the file, and no more. */
  private static String reason(Path file, IOException failure) {
    if (Files.isDirectory(file)) {
      return file + ": is a directory";
    }
    return file
        + switch (failure) {
          case NoSuchFileException _ -> ": no such file";
          case AccessDeniedException _ -> ": permission denied";
          default -> ": cannot be read: " + failure.getMessage();
        };
  }
}
