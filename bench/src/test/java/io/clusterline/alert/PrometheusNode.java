package io.clusterline.alert;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.Json;
import io.clusterline.process.Child;
import io.clusterline.process.FreePort;
import io.clusterline.process.Launch;
import io.clusterline.process.Spawner;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A Prometheus of our own on loopback, with configuration and rules in {@link ScaledTime}: as a
 * rule those of {@code deploy/monitoring}.
 */
public final class PrometheusNode implements AutoCloseable {

  static final String CONFIGURATION = "prometheus/prometheus.yml";

  private static final Duration STARTS_WITHIN = ofSeconds(60);
  private static final Duration FIRES_WITHIN = ofSeconds(180);

  private final Path targets;
  private final int port = FreePort.unique();
  private final Child process;
  private final HttpClient http = HttpClient.newHttpClient();

  private PrometheusNode(Path folder, Path executable, Map<String, String> files) {
    this.targets = folder.resolve("prometheus/targets");
    write(folder, files);
    List<String> command =
        List.of(
            executable.toString(),
            "--config.file=" + folder.resolve(CONFIGURATION),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--log.level=warn");
    Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "GOMAXPROCS", "1");
    process =
        Spawner.start(
            new Launch("prometheus", command, environment, folder.resolve("prometheus.log")));
  }

  /** Starts one whose files are all below the folder. */
  public static PrometheusNode start(Path folder) {
    return start(
        folder,
        Map.of(
            CONFIGURATION,
            ScaledTime.configuration(read("prometheus/prometheus.yml")),
            "rules/recording.yaml",
            ScaledTime.configuration(read("rules/recording.yaml")),
            "rules/alerts.yaml",
            ScaledTime.alerts(read("rules/alerts.yaml"))));
  }

  /**
   * Starts one with files of its own.
   *
   * @param files their text by their path, {@link #CONFIGURATION} among them
   */
  static PrometheusNode start(Path folder, Map<String, String> files) {
    PrometheusNode node = new PrometheusNode(folder, PrometheusTools.prometheus(), files);
    Wait.until("Prometheus evaluates its rules")
        .within(STARTS_WITHIN)
        .poll(() -> node.process.isAlive() ? node.evaluated() : Seen.notYet(node.ended()));
    return node;
  }

  private String ended() {
    throw new IllegalStateException("Prometheus ended: " + process.logTail(10));
  }

  private Seen<Boolean> evaluated() {
    try {
      return rules("ClusterlineBrokerDown").isEmpty() ? Seen.notYet("no rule") : Seen.yes(true);
    } catch (UncheckedIOException notYet) {
      return Seen.notYet("it does not answer");
    }
  }

  private void write(Path folder, Map<String, String> files) {
    try {
      Files.createDirectories(targets);
      Files.createDirectories(folder.resolve("rules"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(String file) {
    return Repository.read("deploy/monitoring/" + file);
  }

  /** Where it answers: {@code http://127.0.0.1:9090}. */
  String address() {
    return "http://127.0.0.1:" + port;
  }

  /** What the configuration scrapes. */
  public enum Job {
    SERVICES("clusterline"),
    CONSOLE("clusterline-console"),
    BROKER("clusterline-broker");

    private final String label;

    Job(String label) {
      this.label = label;
    }
  }

  /**
   * The targets of a job from now on: ports of loopback, by component. Returns once they answer.
   */
  public void scrape(Job job, Map<String, Integer> ports) {
    List<Map<String, Object>> entries =
        ports.entrySet().stream()
            .map(each ->
                Map.<String, Object>of(
                    "targets", List.of("127.0.0.1:" + each.getValue()),
                    "labels", Map.of("component", each.getKey())))
            .toList();
    try {
      Path unfinished = targets.resolve(job.label + ".tmp");
      Files.write(unfinished, Json.MAPPER.writeValueAsBytes(entries));
      Files.move(
          unfinished,
          targets.resolve(job.label + ".json"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ports.values().forEach(each -> awaitData("up{instance=\"127.0.0.1:" + each + "\"} == 1"));
  }

  /** Returns once the expression has a value. */
  public void awaitData(String expression) {
    Wait.until(expression + " has a value")
        .within(FIRES_WITHIN)
        .atMostEvery(Duration.ofMillis(250))
        .poll(() -> query(expression).isEmpty() ? Seen.notYet("none") : Seen.yes(true));
  }

  private JsonNode query(String expression) {
    String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return get("/api/v1/query?query=" + encoded).at("/data/result");
  }

  /**
   * The alert does not fire with these labels for three evaluations, which is longer than the
   * {@code for} of an alert that fires at once.
   */
  public void assertQuiet(String alert, Map<String, String> labels) {
    Instant end = Instant.now().plusSeconds(3);
    Wait.until(alert + " is evaluated")
        .within(FIRES_WITHIN)
        .atMostEvery(Duration.ofMillis(250))
        .poll(() -> isEvaluatedSince(alert, end) ? Seen.yes(true) : Seen.notYet("not yet"));
    assertThat(firing(alert, labels)).as("%s%s fires before its time", alert, labels).isEmpty();
  }

  private boolean isEvaluatedSince(String alert, Instant since) {
    return rules(alert).stream()
        .allMatch(rule -> Instant.parse(rule.get("lastEvaluation").asString()).isAfter(since));
  }

  /** Returns once the alert fires with these labels. */
  public void awaitFiring(String alert, Map<String, String> labels) {
    Wait.until(alert + labels + " fires")
        .within(FIRES_WITHIN)
        .atMostEvery(Duration.ofMillis(250))
        .poll(() -> isFiring(alert, labels) ? Seen.yes(true) : Seen.notYet(state(alert)));
  }

  /** Returns once an alert that another drill has brought about has ended. */
  public void awaitEnd(String alert, Map<String, String> labels) {
    Wait.until(alert + labels + " has ended")
        .within(FIRES_WITHIN)
        .atMostEvery(Duration.ofMillis(250))
        .poll(() -> isFiring(alert, labels) ? Seen.notYet("it fires") : Seen.yes(true));
  }

  /** Whether the alert fires with these labels. */
  public boolean isFiring(String alert, Map<String, String> labels) {
    return !firing(alert, labels).isEmpty();
  }

  private String state(String alert) {
    return rules(alert).stream()
        .map(rule -> rule.get("state").asString() + " " + rule.path("lastError").asString(""))
        .toList()
        .toString();
  }

  private List<JsonNode> firing(String alert, Map<String, String> labels) {
    return get("/api/v1/alerts")
        .at("/data/alerts")
        .valueStream()
        .filter(each -> each.at("/labels/alertname").asString().equals(alert))
        .filter(each -> each.get("state").asString().equals("firing"))
        .filter(each -> has(each.get("labels"), labels))
        .toList();
  }

  private static boolean has(JsonNode all, Map<String, String> labels) {
    return labels.entrySet().stream()
        .allMatch(each -> all.path(each.getKey()).asString("").equals(each.getValue()));
  }

  private List<JsonNode> rules(String alert) {
    Stream<JsonNode> groups = get("/api/v1/rules?type=alert").at("/data/groups").valueStream();
    return groups
        .flatMap(group -> group.get("rules").valueStream())
        .filter(rule -> rule.get("name").asString().equals(alert))
        .toList();
  }

  private JsonNode get(String path) {
    try {
      URI address = URI.create(address() + path);
      HttpRequest request = HttpRequest.newBuilder(address).timeout(ofSeconds(20)).build();
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() == 503) { // it still reads its rules, and says so in plain text
        throw new IOException("Prometheus: " + answer.body());
      }
      return Json.MAPPER.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.stop(ofSeconds(10));
    http.close();
  }
}
