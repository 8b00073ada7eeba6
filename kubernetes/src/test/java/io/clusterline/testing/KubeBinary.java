package io.clusterline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The sandbox's {@code kube} binary, which holds the real Kubernetes programs. */
final class KubeBinary {

  private static final String NAMED_BY = "CLUSTERLINE_NODE_BINARY";

  private KubeBinary() {}

  /** The binary that the environment names, else the newest that setup has built. */
  static Path find() {
    String named = System.getenv(NAMED_BY);
    return (named == null ? newestBuilt() : Optional.of(Path.of(named)))
        .filter(Files::isExecutable)
        .orElseThrow(() ->
            new TestAbortedException(
                "no kube binary: run `./clusterline setup`, or name one in " + NAMED_BY));
  }

  private static Optional<Path> newestBuilt() {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "clusterline", "node");
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try (Stream<Path> builds = Files.list(cache)) {
      return builds
          .map(build -> build.resolve("kube"))
          .filter(Files::isExecutable)
          .max(Comparator.comparing(kube -> kube.toFile().lastModified()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
