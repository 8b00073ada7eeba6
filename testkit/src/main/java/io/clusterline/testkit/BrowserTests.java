package io.clusterline.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the tests of {@code console/page/browser}, in the Chromium that the environment names. */
public final class BrowserTests {

  private static final Path FOLDER = Repository.root().resolve("console/page/browser");
  private static final int SECONDS = 800;

  private BrowserTests() {}

  /** Whether {@code CLUSTERLINE_CHROMIUM} names one; {@code ./clusterline setup all} has it. */
  public static boolean hasBrowser() {
    String chromium = System.getenv("CLUSTERLINE_CHROMIUM");
    return chromium != null && !chromium.isBlank();
  }

  /**
   * Runs them to their end.
   *
   * @param log receives what they print
   * @param environment tells them what to look at
   * @param files of tests, from {@code console/page/browser}; none: all of {@code test}
   * @return their exit code; -1 when they took too long
   */
  public static int run(Path log, Map<String, String> environment, String... files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "run.sh"));
    command.addAll(List.of(files));
    ProcessBuilder node =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toAbsolutePath().toFile());
    node.environment().putAll(environment);
    Process tests = node.start();
    try {
      return tests.waitFor(SECONDS, TimeUnit.SECONDS) ? tests.exitValue() : -1;
    } finally {
      tests.descendants().forEach(ProcessHandle::destroyForcibly);
      tests.destroyForcibly();
    }
  }
}
