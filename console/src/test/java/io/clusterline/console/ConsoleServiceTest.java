package io.clusterline.console;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.console.feed.Board;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.Topology;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.telemetry.TraceIds;
import io.clusterline.testkit.OtlpReceiver;
import io.clusterline.testkit.OtlpReceiver.Received;
import io.clusterline.testkit.Story;
import io.clusterline.testkit.TestBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The console as it is started, on a real broker. */
@Timeout(120)
class ConsoleServiceTest {

  private static final String TOKEN = "token-of-this-test";

  private final CachingConnectionFactory connections =
      BrokerConnections.to(TestBroker.uri().toString()).caching();
  private final OtlpReceiver collector = new OtlpReceiver();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Story story = new Story(1);
  private int published;
  private ConfigurableApplicationContext console;

  @BeforeEach
  void startWithoutHistory() {
    RabbitAdmin admin = new RabbitAdmin(connections);
    admin.deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(admin).declare();
    console =
        start(
            "--server.address=127.0.0.1",
            "--clusterline.console.retention=36500d", // the story was long ago
            "--clusterline.console.otlp-endpoint=" + collector.endpoint(),
            "--clusterline.console.trace-url=http://127.0.0.1:16686/trace/{trace}",
            "--clusterline.console.grafana-url=http://127.0.0.1:3000/");
  }

  @AfterEach
  void close() {
    console.close();
    connections.destroy();
    collector.close();
  }

  private static ConfigurableApplicationContext start(String... arguments) {
    SpringApplication application = new SpringApplication(ConsoleService.class);
    System.setProperty("clusterline.rabbitmq.addresses", TestBroker.uri().toString());
    System.setProperty("clusterline.console.token", TOKEN);
    try {
      return application.run(arguments);
    } finally {
      System.clearProperty("clusterline.console.token");
    }
  }

  private void publish() {
    RabbitTemplate template = new RabbitTemplate(connections);
    for (; published < story.events().size(); published++) {
      var event = story.events().get(published);
      template.send(
          Topology.JOURNAL,
          event.routingKey(),
          EventPublisher.message(CloudEventCodec.encode(event)));
    }
  }

  private HttpRequest.Builder request(String path) {
    String port = console.getEnvironment().getProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        request(path).header("Authorization", "Bearer " + TOKEN).build(), BodyHandlers.ofString());
  }

  private BufferedReader stream() throws IOException, InterruptedException {
    InputStream body =
        http.send(
                request("/api/stream").header("Authorization", "Bearer " + TOKEN).build(),
                BodyHandlers.ofInputStream())
            .body();
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  /** The data of the first message that has that in it. */
  private static String await(BufferedReader stream, String part) throws IOException {
    String line = stream.readLine();
    while (line != null && !(line.startsWith("data: ") && line.contains(part))) {
      line = stream.readLine();
    }
    return String.valueOf(line);
  }

  @Test
  void givenABrowserWhenEventsComeThenItIsToldAndTheMetricsFollow() throws Exception {
    try (BufferedReader stream = stream()) {
      story
          .requested(0)
          .accepted(1)
          .started(1, INFRA, step("vpc/main"))
          .running(INFRA, "vpc/main", 1, "<b>pending</b>");
      publish();
      assertThat(await(stream, "<b>pending</b>")).contains("\"state\":\"running\"");

      story.ran(INFRA, "vpc/main", 1, 3);
      publish();
      assertThat(await(stream, "\"state\":\"created\"")).contains("vpc/main");
    }
    assertThat(get("/api/clusters/" + Story.name()).body()).contains("\"phase\":\"building\"");
    assertThat(get("/actuator/prometheus").body())
        .contains("clusterline_journal_connected 1.0")
        .contains("clusterline_build_stage_state{account=\"\",cluster=\"" + Story.name() + "\"");
  }

  @Test
  void givenABuildThatEndsWhenItWasReplayedThenItsTwoTracesAreExportedAndThePageLeadsToTheNewest()
      throws Exception {
    story
        .requested(0)
        .accepted(1)
        .started(1, INFRA, step("vpc/main"))
        .failed(2, INFRA, "vpc/main", "AWS_DENIED", "no")
        .replayed(3, INFRA)
        .startedAgain(4, 1, INFRA, step("vpc/main"))
        .infraReady(5)
        .addonsReady(6);
    publish();
    TraceIds first = TraceIds.ofBuild("build-1");
    TraceIds replay = TraceIds.ofReplay("build-1", "letter-1");

    Received root = awaitRoot(replay);

    assertThat(root.links()).containsExactly(first.trace());
    assertThat(awaitRoot(first).links()).isEmpty();
    assertThat(get("/api/links").body()).contains("\"trace\":true");
    String key =
        URLEncoder.encode(
            console.getBean(Board.class).snapshot().clusters().getFirst().key(),
            StandardCharsets.UTF_8);
    HttpResponse<String> link = get("/trace?cluster=" + key);
    assertThat(link.statusCode()).isEqualTo(302);
    assertThat(link.headers().firstValue("Location"))
        .contains("http://127.0.0.1:16686/trace/" + replay.trace());
    assertThat(get("/trace?cluster=https://example.org").statusCode()).isEqualTo(404);
  }

  @Test
  void givenAGrafanaWhenAClusterIsKnownThenThePageLeadsToItsDashboard() throws Exception {
    story.requested(0).accepted(1);
    try (BufferedReader stream = stream()) {
      publish();
      assertThat(await(stream, Story.name())).contains("building");
    }
    ClusterDocument cluster = console.getBean(Board.class).snapshot().clusters().getFirst();

    HttpResponse<String> link =
        get("/dashboard?cluster=" + URLEncoder.encode(cluster.key(), StandardCharsets.UTF_8));

    assertThat(get("/api/links").body()).contains("\"dashboard\":true");
    assertThat(link.statusCode()).isEqualTo(302);
    assertThat(link.headers().firstValue("Location"))
        .contains(
            "http://127.0.0.1:3000/d/clusterline-build?var-cluster=%s&var-region=%s&var-account="
                .formatted(cluster.name(), cluster.region()));
    assertThat(get("/dashboard?cluster=nobody").statusCode()).isEqualTo(404);
  }

  private Received awaitRoot(TraceIds trace) {
    return Wait.until("the root of " + trace + " has come")
        .within(Duration.ofSeconds(30))
        .poll(() ->
            collector.spans().stream()
                .filter(span -> span.spanId().equals(trace.root().spanId()))
                .findFirst()
                .map(Seen::yes)
                .orElse(Seen.notYet(collector.spans().size() + " other spans came")));
  }

  @Test
  void givenThePageWhenLoadedThenItMayLoadNothingFromElsewhere() throws Exception {
    HttpResponse<String> page = get("/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("console.js").doesNotContain("https://");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void givenNoTokenWhenAskedThenOnlyTheHealthIsShown() throws Exception {
    assertThat(http.send(request("/api/clusters").build(), BodyHandlers.discarding()).statusCode())
        .isEqualTo(401);
    assertThat(
            http.send(request("/actuator/health").build(), BodyHandlers.discarding()).statusCode())
        .isEqualTo(200);
    HttpResponse<Void> byLink =
        http.send(request("/?token=" + TOKEN).build(), BodyHandlers.discarding());
    assertThat(byLink.statusCode()).isEqualTo(200);
    assertThat(byLink.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly")
        .contains("SameSite=Strict");
  }

  @Test
  void givenARequestThatWritesWhenSentThenItIsRefused() throws Exception {
    HttpRequest post =
        request("/api/clusters")
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(http.send(post, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
  }

  @Test
  void givenAnAddressForEverybodyWhenNoTokenIsSetThenItDoesNotStart() {
    assertThatThrownBy(
            () -> new SpringApplication(ConsoleService.class).run("--server.address=0.0.0.0"))
        .rootCause()
        .hasMessageContaining("CLUSTERLINE_CONSOLE_TOKEN");
  }

  /** A site may make its own name lead to 127.0.0.1, so that its scripts could read the answers. */
  @Test
  void givenNoTokenWhenAnotherSitesNameLeadsHereThenNothingIsShown() throws IOException {
    try (ConfigurableApplicationContext open =
        SpringApplication.run(ConsoleService.class, "--server.address=127.0.0.1")) {
      int port = Integer.parseInt(open.getEnvironment().getProperty("local.server.port", ""));

      assertThat(statusOf(port, "site.example")).contains(" 403");
      assertThat(statusOf(port, "127.0.0.1:" + port)).contains(" 200");
      assertThat(statusOf(port, "localhost:" + port)).contains(" 200");
    }
  }

  private static String statusOf(int port, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET /api/clusters HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }
}
