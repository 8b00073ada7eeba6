package io.clusterline.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.broker.BrokerNode;
import io.clusterline.process.FreePort;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the console needs while far more happens than 50 builds ever tell at once. */
@Timeout(300)
class ConsoleMemoryTest {

  private static final long MOST_MEGABYTES = 200;
  private static final int STORM = 40_000;
  private static final int BROWSERS = 20;

  private final Fleet fleet = new Fleet(50);

  @Test
  void givenTwoStormsOverFiftyBuildsWhenTheConsoleHasReadThemThenItIsWithinItsMemory(
      @TempDir Path folder) throws IOException {
    try (BrokerNode broker = TestBroker.ownNode(folder.resolve("broker"))) {
      LineControl.declareTopology(broker.addresses());
      Path log = Path.of("target/memory-console.log");
      try (ConsoleProcess console = new ConsoleProcess(broker.addresses(), FreePort.unique(), log);
          LineControl line = new LineControl(broker, console);
          HttpClient browsers = HttpClient.newHttpClient()) {
        line.publish(fleet.begin());
        for (int browser = 0; browser < BROWSERS; browser++) {
          browsers.sendAsync(request(console, "api/stream"), BodyHandlers.discarding());
        }
        long first = afterStorm(line, console, browsers, "the first storm is over");
        long second = afterStorm(line, console, browsers, "the second storm is over");

        System.out.printf("console: %d, then %d MB resident%n", first, second);
        assertThat(List.of(first, second)).allMatch(megabytes -> megabytes <= MOST_MEGABYTES);
        browsers.shutdownNow();
      }
    }
  }

  private long afterStorm(
      LineControl line, ConsoleProcess console, HttpClient browsers, String last)
      throws IOException {
    line.publish(fleet.next(STORM));
    line.publish(List.of(fleet.says(last)));
    Wait.until("the console has read that " + last)
        .within(Duration.ofMinutes(2))
        .poll(() ->
            get(browsers, console, "api/clusters/fleet-00").contains(last)
                ? Seen.yes(true)
                : Seen.notYet("not yet"));
    assertThat(get(browsers, console, "actuator/prometheus")).contains("fleet-49");
    assertThat(get(browsers, console, "api/clusters")).contains("fleet-49");
    return console.residentMegabytes();
  }

  private static String get(HttpClient browsers, ConsoleProcess console, String path) {
    try {
      return browsers.send(request(console, path), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(ConsoleProcess console, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + "/" + path))
        .build();
  }
}
