package io.clusterline.cli;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.clusterline.Json;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.execution.TestLine;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.testkit.BrowserTests;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code clusterline report}, opened from the disk in Chromium. */
class ReportInBrowserTest {

  private static final Path LOG = Path.of("target/report-in-browser.log");
  private static final String HOSTILE =
      "<img src=http://192.0.2.1/x onerror=document.title='owned'><script>document.title='owned'"
          + "</script> \u001b[31mred\u202egnp.exe</script><!-- <b> &amp; %s $1 \\1 ]]>";
  private static final String HOSTILE_NAME = "</title><script>document.title='owned'</script>";

  @TempDir private Path folder;

  @Test
  void givenReportsWhenOpenedFromTheDiskThenEachShowsItsBuildAndNeedsNothingElse()
      throws Exception {
    assumeThat(BrowserTests.hasBrowser())
        .as("CLUSTERLINE_CHROMIUM names a Chromium; `./clusterline setup all` provides one")
        .isTrue();
    installPage();
    try (TestLine line = new TestLine()) {
      line.admin().deleteQueue(Topology.JOURNAL);
      new TopologyDeclarer(line.admin()).declare();
      publish(finished().events());
      report(Story.name(), "finished.html");
      publish(hostile().events());
      report(Story.name(), "hostile.html");
      publish(List.of(requested(HOSTILE_NAME)));
      report(HOSTILE_NAME, "named.html");
    }
    Map<String, String> environment = Map.of("REPORTS", folder.toString());
    assertThat(BrowserTests.run(LOG, environment, "report/report.test.mjs"))
        .as(Files.readString(LOG))
        .isZero();
  }

  private static Story finished() {
    return new Story(1)
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"))
        .ran(INFRA, "vpc/main", 1, 3)
        .infraReady(3)
        .nodesJoined(8)
        .cniReady(9)
        .addonsReady(12);
  }

  private static Story hostile() {
    return new Story(2)
        .requested(20)
        .accepted(21)
        .started(21, INFRA, step("vpc/" + HOSTILE))
        .running(INFRA, "vpc/" + HOSTILE, 21, HOSTILE)
        .failed(25, INFRA, "vpc/" + HOSTILE, "AWS_DENIED", HOSTILE);
  }

  private static Event<?> requested(String name) {
    return new Event<>(
        "request-of-" + name.hashCode(),
        "/test",
        name,
        Story.BEGIN,
        null,
        null,
        null,
        null,
        null,
        ClusterRequested.of(Json.MAPPER.createObjectNode()));
  }

  private static void publish(List<Event<?>> events) {
    try (Requests requests = new Requests(TestBroker.uri().toString(), Clock.systemUTC())) {
      events.forEach(requests::publish);
    }
  }

  /** The console's jar, as far as a report needs it, where setup puts it. */
  private void installPage() throws IOException {
    Path console = Files.createDirectories(folder.resolve("applications/console"));
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(console.resolve("console.jar")))) {
      for (String file : List.of("static/console.css", "static/console.js")) {
        jar.putNextEntry(new JarEntry(file));
        try (InputStream content =
            Objects.requireNonNull(getClass().getResourceAsStream("/" + file), file)) {
          content.transferTo(jar);
        }
      }
    }
  }

  private void report(String name, String file) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dclusterline.cache=" + folder,
                "-Dclusterline.line=" + folder.resolve("applications"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "report",
                name,
                "--to",
                folder.resolve(file).toString())
            .redirectErrorStream(true);
    command.environment().put("CLUSTERLINE_RABBITMQ_URI", TestBroker.uri().toString());
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
