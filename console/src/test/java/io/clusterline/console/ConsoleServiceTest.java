package io.clusterline.console;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.console.feed.Board;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.Event;
import io.clusterline.messaging.BrokerConnections;
import io.clusterline.messaging.ConfirmedSender;
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
import java.io.UncheckedIOException;
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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.AmqpException;
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
    connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    RabbitAdmin admin = new RabbitAdmin(connections);
    admin.deleteQueue(Topology.JOURNAL);
    new TopologyDeclarer(admin).declare();
    console =
        start(
            "--server.address=127.0.0.1",
            "--clusterline.console.retention=36500d", // the story was long ago
            "--clusterline.console.heartbeat=200ms",
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

  /**
   * Each is in the journal when this returns: what was not confirmed is sent again, as by the line.
   */
  private void publish() {
    for (; published < story.events().size(); published++) {
      var event = story.events().get(published);
      Wait.until("the broker confirms " + event.routingKey())
          .within(Duration.ofSeconds(40))
          .poll(() -> isSent(event));
    }
  }

  private Seen<Boolean> isSent(Event<?> event) {
    try {
      new ConfirmedSender(new RabbitTemplate(connections))
          .sendRouted(
              Topology.JOURNAL,
              event.routingKey(),
              EventPublisher.message(CloudEventCodec.encode(event)));
      return Seen.yes(true);
    } catch (AmqpException unconfirmed) {
      return Seen.notYet(String.valueOf(unconfirmed.getMessage()));
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
      assertThat(await(stream, "building")).contains(Story.name());
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
                .orElse(Seen.notYet(progress())));
  }

  private String progress() {
    Board board = console.getBean(Board.class);
    return "%d other spans came; the console is at offset %d, connected: %s, %s"
        .formatted(
            collector.spans().size(),
            board.snapshot().offset(),
            board.isConnected(),
            board.ended());
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
    assertThat(status("/api/clusters?token=wrong")).isEqualTo(401);
  }

  /**
   * In the address it would be seen by others, kept in the history and sent on in a copied link.
   */
  @Test
  void givenALinkWithTheTokenWhenOpenedThenTheBrowserGoesOnWithACookieInItsPlace()
      throws Exception {
    HttpResponse<Void> byLink =
        http.send(
            request("/?a=1%262&token=" + TOKEN + "&b=%0d%0a").build(), BodyHandlers.discarding());

    assertThat(byLink.statusCode()).isEqualTo(302);
    assertThat(byLink.headers().firstValue("Location")).contains("/?a=1%262&b=%0d%0a");
    String cookie = byLink.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax");
    HttpRequest next =
        request("/api/clusters").header("Cookie", cookie.substring(0, cookie.indexOf(';'))).build();
    assertThat(http.send(next, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    HttpResponse<Void> elsewhere =
        http.send(request("//site.example/?token=" + TOKEN).build(), BodyHandlers.discarding());
    assertThat(elsewhere.headers().firstValue("Location")).contains("/site.example/");
  }

  @Test
  void givenNoTokenWhenAnAddressOnlyBeginsLikeTheHealthThenNothingIsShown() throws Exception {
    int port = Integer.parseInt(console.getEnvironment().getProperty("local.server.port", ""));

    assertThat(statusOf(port, "127.0.0.1", "/actuator/health")).contains(" 200");
    for (String path :
        List.of(
            "/actuator/healthy",
            "/actuator/health/../prometheus",
            "/actuator/health/../../api/clusters",
            "/actuator/health/%2e%2e/%2e%2e/api/clusters",
            "/actuator/health;/../../api/clusters")) {
      assertThat(statusOf(port, "127.0.0.1", path)).as(path).doesNotContain(" 200");
    }
  }

  private int status(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.discarding()).statusCode();
  }

  @Test
  void givenAStreamOnWhichNothingHappensThenAHeartbeatIsSentNowAndThen() throws Exception {
    try (BufferedReader stream = stream()) {
      assertThat(await(stream, "\"clusters\":[]")).contains("connected");

      assertThat(Stream.generate(() -> line(stream)).filter(line -> line.startsWith(":")).limit(3))
          .containsOnly(": nothing new");
    }
  }

  private static String line(BufferedReader stream) {
    try {
      return String.valueOf(stream.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each is a browser that has seen something else, or nothing of ours at all. */
  @Test
  void givenALastEventIdThatIsNotOursWhenABrowserListensThenItStartsAnew() throws Exception {
    story.requested(0).accepted(1);
    publish();
    try (BufferedReader first = stream()) {
      await(first, Story.name());
    }
    String journal = console.getBean(Board.class).snapshot().journal();
    for (String id :
        List.of(
            "",
            "7",
            "-1",
            journal,
            journal + "-999999",
            journal + "--1",
            "0-0",
            "99999999999999999999",
            "' OR 1=1",
            "x".repeat(4000))) {
      HttpRequest request =
          request("/api/stream")
              .header("Authorization", "Bearer " + TOKEN)
              .header("Last-Event-ID", id)
              .build();
      HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
      try (BufferedReader stream =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        assertThat(answer.statusCode()).as(id).isEqualTo(200);
        assertThat(eventOf(stream)).as(id).isEqualTo("event: snapshot");
      }
    }
  }

  /** The kind of the first message. */
  private static String eventOf(BufferedReader stream) {
    return Stream.generate(() -> line(stream))
        .filter(line -> line.startsWith("event: ") || line.equals("null"))
        .findFirst()
        .orElseThrow();
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

      String clusters = "/api/clusters";
      assertThat(statusOf(port, "site.example", clusters)).contains(" 403");
      assertThat(statusOf(port, "127.0.0.1:" + port, clusters)).contains(" 200");
      assertThat(statusOf(port, "localhost:" + port, clusters)).contains(" 200");
    }
  }

  private static String statusOf(int port, String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    }
  }
}
