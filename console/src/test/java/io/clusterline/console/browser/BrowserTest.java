package io.clusterline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clusterline.broker.BrokerNode;
import io.clusterline.testkit.BrowserTests;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the tests of {@code console/page/browser/test} in Chromium, on a broker and a console of
 * their own. With {@code -Dclusterline.drill=complete} more cuts, events and readings.
 */
@Timeout(900)
class BrowserTest {

  private static final Path LOG = Path.of("target/browser-tests.log");

  @Test
  void givenAFleetOfBuildsWhenLookedAtInABrowserThenThePageHoldsItsPromises(@TempDir Path folder)
      throws Exception {
    assumeThat(BrowserTests.hasBrowser())
        .as("CLUSTERLINE_CHROMIUM names a Chromium; `./clusterline setup all` provides one")
        .isTrue();
    try (BrokerNode broker = TestBroker.ownNode(folder.resolve("broker"))) {
      LineControl.declareTopology(broker.addresses());
      int port = freePort();
      try (ConsoleProcess console =
              new ConsoleProcess(broker.addresses(), port, Path.of("target/browser-console.log"));
          LineControl control = new LineControl(broker, console)) {
        assertThat(BrowserTests.run(LOG, environment(control, port)))
            .as(Files.readString(LOG))
            .isZero();
      }
    }
  }

  private static Map<String, String> environment(LineControl control, int port) {
    return Map.of(
        "CONSOLE", "http://127.0.0.1:" + port + "/",
        "LINE", control.address(),
        "DRILL", System.getProperty("clusterline.drill", "sample"),
        "SEED", System.getProperty("clusterline.drill.seed", today()));
  }

  private static String today() {
    return Long.toString(LocalDate.now(ZoneOffset.UTC).toEpochDay());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
