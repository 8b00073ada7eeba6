package io.clusterline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.bench.Graphs.Nothing;
import io.clusterline.bench.Sampler.Figure;
import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.Event;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationReader;
import io.clusterline.stage.StepGraph;
import io.clusterline.testkit.MemoryLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Run by {@code ./clusterline bench}; a name without "Test" keeps it out of {@code verify}. */
class Benchmarks {

  private static final Path ECO2 = Path.of("..", "deploy", "clusters", "eco2.yaml");
  private static final Sampler SHORT = new Sampler(Duration.ofSeconds(3), 200, 20);
  private static final Sampler LONG = new Sampler(Duration.ofSeconds(5), 100, 1);

  private Figure figure = new Figure("nothing", 0, 0);

  @AfterEach
  void print() {
    assertThat(figure.median()).isPositive();
    System.out.println("bench: " + figure);
  }

  @Test
  void wideGraphIsBuilt() {
    StepGraph<Nothing> graph = Graphs.of(10, 100);
    figure =
        LONG.measure(
            "engine: 1,000 steps in 10 layers, all made",
            () -> Graphs.apply(graph, new MemoryLedger()));
  }

  @Test
  void wideGraphIsUnchanged() {
    StepGraph<Nothing> graph = Graphs.of(10, 100);
    MemoryLedger ledger = new MemoryLedger();
    Graphs.apply(graph, ledger);
    figure =
        LONG.measure("engine: the same, all found unchanged", () -> Graphs.apply(graph, ledger));
  }

  @Test
  void chainIsBuilt() {
    StepGraph<Nothing> graph = Graphs.of(1_000, 1);
    figure =
        LONG.measure(
            "engine: a chain of 1,000 steps, all made",
            () -> Graphs.apply(graph, new MemoryLedger()));
  }

  @Test
  void eventIsEncoded() throws IOException {
    Event<ClusterAccepted> event = accepted();
    String size = CloudEventCodec.encode(event).length / 1024 + " KiB";
    figure =
        SHORT.measure(
            "codec: ClusterAccepted of eco2 (" + size + ") encoded",
            () -> CloudEventCodec.encode(event));
  }

  @Test
  void eventIsDecoded() throws IOException {
    byte[] body = CloudEventCodec.encode(accepted());
    figure = SHORT.measure("codec: the same decoded", () -> CloudEventCodec.decode(body));
  }

  @Test
  void specificationIsReadAndValidated() throws IOException {
    String text = Files.readString(ECO2);
    figure =
        SHORT.measure(
            "specification: eco2.yaml read and validated",
            () -> SpecificationReader.read(text, "eco2.yaml"));
  }

  private static Event<ClusterAccepted> accepted() throws IOException {
    Cluster eco2 = SpecificationReader.read(Files.readString(ECO2), "eco2.yaml");
    return new Event<>(
        "id-1",
        "/clusterline/infra-service",
        "eco2",
        Instant.parse("2026-12-01T00:00:00Z"),
        "uid-1",
        1L,
        "build-1",
        "request-1",
        null,
        new ClusterAccepted(eco2, false));
  }
}
