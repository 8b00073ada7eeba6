package io.clusterline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clusterline.broker.BrokerNode;
import io.clusterline.testkit.Repository;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests of {@code console/page/browser/test} in Chromium, on a broker and a console of
 * their own. With {@code -Dclusterline.drill=complete} more cuts, events and readings.
 */
@Timeout(900)
class BrowserTest {

  private static final Path TESTS = Repository.root().resolve("console/page/browser");
  private static final Path LOG = Path.of("target/browser-tests.log").toAbsolutePath();
  private static final @Nullable String CHROMIUM = System.getenv("CLUSTERLINE_CHROMIUM");

  @Test
  void givenAFleetOfBuildsWhenLookedAtInABrowserThenThePageHoldsItsPromises(@TempDir Path folder)
      throws Exception {
    assumeThat(CHROMIUM)
        .as("CLUSTERLINE_CHROMIUM names a Chromium; `./clusterline setup all` provides one")
        .isNotBlank();
    try (BrokerNode broker = TestBroker.ownNode(folder.resolve("broker"))) {
      LineControl.declareTopology(broker.addresses());
      int port = freePort();
      try (ConsoleProcess console =
              new ConsoleProcess(broker.addresses(), port, Path.of("target/browser-console.log"));
          LineControl control = new LineControl(broker, console)) {
        assertThat(run(control, port)).as(Files.readString(LOG)).isZero();
      }
    }
  }

  private static int run(LineControl control, int port) throws IOException, InterruptedException {
    ProcessBuilder node =
        new ProcessBuilder("bash", "run.sh")
            .directory(TESTS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile());
    node.environment().put("CONSOLE", "http://127.0.0.1:" + port + "/");
    node.environment().put("LINE", control.address());
    node.environment().put("DRILL", System.getProperty("clusterline.drill", "sample"));
    Process tests = node.start();
    try {
      return tests.waitFor(800, TimeUnit.SECONDS) ? tests.exitValue() : -1;
    } finally {
      tests.descendants().forEach(ProcessHandle::destroyForcibly);
      tests.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
