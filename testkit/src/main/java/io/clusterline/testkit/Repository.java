package io.clusterline.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project, from wherever below its root a test runs. */
public final class Repository {

  private Repository() {}

  /** The folder of the whole project. */
  public static Path root() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("deploy/clusters"))) {
        return at;
      }
    }
    throw new IllegalStateException("run the tests from within the repository");
  }

  /** The text of a file, by its path from the root. */
  public static String read(String file) {
    try {
      return Files.readString(root().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
