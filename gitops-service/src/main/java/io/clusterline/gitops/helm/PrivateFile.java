package io.clusterline.gitops.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A file that only this user can read and that does not outlive its use. */
record PrivateFile(Path path) implements AutoCloseable {

  static PrivateFile of(String stem, String content) {
    try {
      Path path =
          Files.createTempFile(
              "clusterline-" + stem,
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      path.toFile().deleteOnExit(); // if the service ends before it is closed
      Files.writeString(path, content);
      return new PrivateFile(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a temporary file for " + stem, e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
