package io.clusterline.kubernetes;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.secret.Secret;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.testing.ApiServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WatchedWaitTest {

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private static KubernetesApi api;

  private final String name = ApiServer.uniqueName("watched");
  private final ObjectRef ref = ObjectRef.namespaced("v1", "ConfigMap", "default", name);
  private final AtomicInteger looks = new AtomicInteger();

  @BeforeAll
  static void connect() {
    api = ApiServer.shared().connect();
  }

  @AfterAll
  static void close() {
    if (api != null) {
      api.close();
    }
  }

  @Test
  void givenAWatchWhenTheObjectChangesThenItIsLookedAtOnce() throws Exception {
    write("no");
    CompletableFuture<String> wait = startAwait(api, wait(ofSeconds(60)));
    int before = settledPollCount();

    long changed = System.nanoTime();
    write("yes");

    assertThat(wait.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
    assertThat(Duration.ofNanos(System.nanoTime() - changed)).isLessThan(ofSeconds(2));
    assertThat(looks.get() - before).isBetween(1, 2);
  }

  @Test
  void givenNothingChangesWhenWaitedThenTheApiServerIsLeftAlone() {
    write("no");

    assertThatThrownBy(() -> startAwait(api, wait(ofSeconds(4))).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            ClusterlineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED))
        .hasMessageContaining("last seen: no");
    assertThat(looks.get()).isLessThanOrEqualTo(5); // polled it would be fourteen
  }

  @Test
  void givenAConnectionThatBreaksWhenTheObjectChangesThenTheWatchIsOpenAgain() throws Exception {
    write("no");
    URI server = URI.create("https://" + api.address());
    try (Relay relay = new Relay(server.getPort());
        KubernetesApi broken = through(relay)) {
      CompletableFuture<String> wait = startAwait(broken, wait(ofSeconds(60)));
      settledPollCount();
      int connections = relay.connections();

      relay.breakAll();
      Wait.until("the connection is there again")
          .within(ofSeconds(20))
          .poll(() -> relay.connections() > connections ? Seen.yes(true) : Seen.notYet("not yet"));
      settledPollCount();
      write("yes");

      assertThat(wait.get(10, TimeUnit.SECONDS)).isEqualTo("yes");
    }
  }

  @Test
  void givenAKindThatIsNotServedYetWhenWaitedThenItIsPolled() throws Exception {
    String group = name + ".test";
    ObjectRef widget = ObjectRef.namespaced(group + "/v1", "Widget", "default", "w");
    CompletableFuture<String> wait =
        CompletableFuture.supplyAsync(
            () ->
                api.await(
                    wait(ofSeconds(60)),
                    List.of(Selection.of(widget)),
                    () -> pollResult(api.get(widget).map(found -> "yes").orElse("none"))),
            THREADS);
    Wait.until("it is polled").poll(() -> looks.get() > 3 ? Seen.yes(1) : Seen.notYet("" + looks));

    api.applyAll(Manifests.parse(widgets(group)), applied -> {});

    assertThat(wait.get(20, TimeUnit.SECONDS)).isEqualTo("yes");
  }

  @Test
  void givenAWaitThatIsInterruptedThenItIsCancelledAtOnce() throws Exception {
    write("no");
    CompletableFuture<ErrorCode> ended = new CompletableFuture<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                await(api, wait(ofSeconds(60)));
              } catch (ClusterlineException e) {
                ended.complete(e.code());
              }
            });
    settledPollCount();

    waiting.interrupt();

    assertThat(ended.get(2, TimeUnit.SECONDS)).isEqualTo(ErrorCode.CANCELLED);
  }

  private static Wait wait(Duration limit) {
    return Wait.until("the map says yes").within(limit).atMostEvery(ofMillis(300));
  }

  private CompletableFuture<String> startAwait(KubernetesApi through, Wait wait) {
    return CompletableFuture.supplyAsync(() -> await(through, wait), THREADS);
  }

  private String await(KubernetesApi through, Wait wait) {
    return through.await(wait, List.of(Selection.of(ref)), () -> pollResult(readValue(through)));
  }

  private Seen<String> pollResult(String message) {
    looks.incrementAndGet();
    return message.equals("yes") ? Seen.yes(message) : Seen.notYet(message);
  }

  private String readValue(KubernetesApi through) {
    return through.get(ref).map(map -> map.path("data").path("says").asString()).orElse("none");
  }

  /** The number of polls, once there was none for a second: then the watch is open. */
  private int settledPollCount() {
    long[] since = {System.nanoTime()};
    int[] last = {-1};
    return Wait.until("the looks settle")
        .within(ofSeconds(20))
        .atMostEvery(ofMillis(50))
        .poll(() -> {
          int now = looks.get();
          if (now != last[0]) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return now > 0 && System.nanoTime() - since[0] > 1_000_000_000L
              ? Seen.yes(now)
              : Seen.notYet(now + " looks");
        });
  }

  private static KubernetesApi through(Relay relay) {
    String port = ":" + relay.port();
    String text = ApiServer.shared().kubeconfig().reveal();
    return KubernetesApi.connect(
        Secret.of(text.replaceAll("(server: https://127.0.0.1):\\d+", "$1" + port)),
        ApiServer.CALLS);
  }

  private void write(String says) {
    JsonNode map =
        Json.MAPPER.readTree(
            """
            {"apiVersion": "v1", "kind": "ConfigMap",
             "metadata": {"name": "%s", "namespace": "default"}, "data": {"says": "%s"}}
            """
                .formatted(name, says));
    api.apply(map);
  }

  private static String widgets(String group) {
    return """
    apiVersion: GROUP/v1
    kind: Widget
    metadata: {name: w, namespace: default}
    ---
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: widgets.GROUP}
    spec:
      group: GROUP
      scope: Namespaced
      names: {kind: Widget, plural: widgets, singular: widget}
      versions:
        - name: v1
          served: true
          storage: true
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    """
        .replace("GROUP", group);
  }
}
