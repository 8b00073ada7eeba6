package io.clusterline.alert;

import io.clusterline.testkit.PrometheusProgram;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the machine's Prometheus is; fetched by {@code tools.sh} when it is not there yet. */
final class PrometheusTools {

  private PrometheusTools() {}

  /** Its executable. A machine that cannot have it skips the drill. */
  static Path prometheus() {
    Path executable = PrometheusProgram.find();
    if (!Files.isExecutable(executable)) {
      fetch(executable.resolve("../../../..").normalize());
    }
    Assumptions.assumeTrue(
        Files.isExecutable(executable), "deploy/monitoring/tools.sh did not bring " + executable);
    return executable;
  }

  /** One at a time: the drills of two classes run side by side. */
  private static void fetch(Path folder) {
    Path script = Repository.root().resolve("deploy/monitoring/tools.sh");
    try {
      Files.createDirectories(folder);
      new ProcessBuilder(
              "flock",
              folder.resolve("lock").toString(),
              "bash",
              script.toAbsolutePath().toString(),
              folder.toString())
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
