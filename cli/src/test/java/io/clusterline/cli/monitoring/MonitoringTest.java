package io.clusterline.cli.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.process.FreePort;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.PrometheusProgram;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MonitoringTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A program that answers as Grafana does, and says in what environment it was started. */
  private static final String GRAFANA =
      """
      #!/bin/sh
      env >"$HOME/environment"
      exec python3 -c '
      import http.server, os
      class Healthy(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.send_response(200 if self.path == "/api/health" else 404)
              self.end_headers()
      address = os.environ["GF_SERVER_HTTP_ADDR"], int(os.environ["GF_SERVER_HTTP_PORT"])
      http.server.HTTPServer(address, Healthy).serve_forever()'
      """;

  @TempDir private Path folder;

  @BeforeEach
  void requirePrometheus() {
    assertThat(PrometheusProgram.find()).as("prometheus; run `./clusterline setup`").isExecutable();
  }

  private MonitoringPlan plan(Map<String, String> environment) {
    return MonitoringPlan.of(Repository.root(), PrometheusProgram.find(), environment);
  }

  @Test
  void givenAConsoleThatMovesWhenWatchedThenPrometheusScrapesItWhereItIs() throws Exception {
    try (Monitoring monitoring = Monitoring.start(plan(Map.of()), folder)) {
      monitoring.awaitReady();
      HttpServer first = metrics();
      monitoring.watch(List.of(), List.of(console(first)));
      awaitValue(monitoring, "max(up{job='clusterline-console',component='console'})", "1");
      HttpServer second = metrics();
      first.stop(0);

      monitoring.watch(List.of(), List.of(console(second)));

      int port = second.getAddress().getPort();
      awaitValue(monitoring, "max(up{instance='127.0.0.1:%d'})".formatted(port), "1");
      second.stop(0);
    }
  }

  @Test
  void givenTheLineWhenWatchedThenEveryProcessIsATargetAndEveryRuleIsLoaded() throws Exception {
    try (Monitoring monitoring = Monitoring.start(plan(Map.of()), folder)) {
      monitoring.watchBroker(3);
      monitoring.watch(
          List.of(new Target("infra-service", 1), new Target("gitops-service", 2)),
          List.of(new Target("console", 4)));
      monitoring.awaitReady();

      Wait.until("Prometheus knows its targets")
          .within(Duration.ofSeconds(30))
          .poll(() -> {
            List<String> targets = targets(monitoring);
            return targets.size() == 4 ? Seen.yes(targets) : Seen.notYet(targets.toString());
          });

      assertThat(targets(monitoring))
          .containsExactlyInAnyOrder(
              "clusterline infra-service http://127.0.0.1:1/actuator/prometheus",
              "clusterline gitops-service http://127.0.0.1:2/actuator/prometheus",
              "clusterline-console console http://127.0.0.1:4/actuator/prometheus",
              "clusterline-broker  http://127.0.0.1:3/metrics/per-object");
      JsonNode groups = ask(monitoring, "/api/v1/rules").path("data").path("groups");
      assertThat(groups.findValuesAsString("health")).isNotEmpty().doesNotContain("err");
      assertThat(groups.findValues("severity").stream().distinct().toList()).isNotEmpty();
    }
  }

  @Test
  void givenMonitoringWhenItEndsThenItsProcessesAreGone() {
    Monitoring monitoring = Monitoring.start(plan(Map.of()), folder);
    monitoring.awaitReady();
    List<ToolState> states = monitoring.states();

    monitoring.kill();

    assertThat(states)
        .isNotEmpty()
        .allSatisfy(state -> assertThat(ProcessHandle.of(state.pid())).isEmpty());
  }

  @Test
  void givenAPortThatIsTakenAtTheLastMomentWhenAwaitedThenItsLogIsTheReason() throws Exception {
    int port = FreePort.unique();
    MonitoringPlan plan = plan(Map.of("CLUSTERLINE_PROMETHEUS_PORT", "" + port));
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Monitoring monitoring = Monitoring.start(plan, folder)) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(monitoring::awaitReady)
          .isInstanceOfSatisfying(
              ClusterlineException.class,
              e -> assertThat(e.logTail().toString()).contains("address already in use"))
          .hasMessageContaining("Prometheus ended with exit code")
          .hasMessageContaining("prometheus.log");
    }
  }

  @Test
  void givenAGrafanaOnThePathWhenStartedThenItIsOnLoopbackWithOurProvisioningAndItsOwnFolder()
      throws Exception {
    Path program = Files.writeString(folder.resolve("grafana-server"), GRAFANA);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Monitoring monitoring = Monitoring.start(plan(Map.of("PATH", "" + folder)), folder)) {
      monitoring.awaitReady();

      assertThat(monitoring.states())
          .extracting(ToolState::name)
          .containsExactly("Prometheus", "Grafana");
      assertThat(Files.readAllLines(folder.resolve("monitoring/grafana/environment")))
          .contains(
              "GF_SERVER_HTTP_ADDR=127.0.0.1",
              "CLUSTERLINE_PROMETHEUS_URL=" + monitoring.states().getFirst().address(),
              "GF_PATHS_DATA=" + folder.resolve("monitoring/grafana/data"),
              "GF_PATHS_PROVISIONING="
                  + Repository.root().resolve("deploy/monitoring/grafana/provisioning"));
    }
  }

  @Test
  void givenAConsoleThatMovesWhenWatchedThenTheDashboardsOfGrafanaLinkToIt() throws Exception {
    Path program = Files.writeString(folder.resolve("grafana-server"), GRAFANA);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Monitoring monitoring = Monitoring.start(plan(Map.of("PATH", "" + folder)), folder)) {
      monitoring.awaitReady();
      monitoring.watch(List.of(), List.of(new Target("console", 4711)));
      assertThat(buildDashboard()).contains("http://127.0.0.1:4711\"").doesNotContain(":8090");

      monitoring.watch(List.of(), List.of(new Target("console", 4712)));

      assertThat(buildDashboard()).contains("http://127.0.0.1:4712\"").doesNotContain(":4711");
    }
  }

  /** As the started program finds it. */
  private String buildDashboard() throws IOException {
    String variable = "CLUSTERLINE_DASHBOARDS=";
    String dashboards =
        Files.readAllLines(folder.resolve("monitoring/grafana/environment")).stream()
            .filter(line -> line.startsWith(variable))
            .findFirst()
            .orElseThrow()
            .substring(variable.length());
    return Files.readString(Path.of(dashboards, "clusterline-build.json"));
  }

  private static HttpServer metrics() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    server.createContext(
        "/actuator/prometheus",
        exchange -> {
          byte[] body = "clusterline_journal_connected 1\n".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Target console(HttpServer server) {
    return new Target("console", server.getAddress().getPort());
  }

  private static void awaitValue(Monitoring monitoring, String query, String value) {
    Wait.until(query + " is " + value)
        .within(Duration.ofSeconds(60))
        .poll(() -> {
          Optional<String> seen = value(monitoring, query);
          return seen.equals(Optional.of(value)) ? Seen.yes(true) : Seen.notYet(seen.toString());
        });
  }

  private static Optional<String> value(Monitoring monitoring, String query) {
    JsonNode result =
        ask(monitoring, "/api/v1/query?query=" + URLEncoder.encode(query, UTF_8))
            .path("data")
            .path("result");
    return result.isEmpty()
        ? Optional.empty()
        : Optional.of(result.get(0).path("value").get(1).stringValue());
  }

  private static List<String> targets(Monitoring monitoring) {
    return ask(monitoring, "/api/v1/targets?state=active")
        .path("data")
        .path("activeTargets")
        .valueStream()
        .map(target ->
            "%s %s %s"
                .formatted(
                    target.path("labels").path("job").asString(),
                    target.path("labels").path("component").asString(""),
                    target.path("scrapeUrl").asString()))
        .toList();
  }

  private static JsonNode ask(Monitoring monitoring, String path) {
    URI address = monitoring.states().getFirst().address().resolve(path);
    try {
      return Json.MAPPER.readTree(
          HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
