package io.clusterline.drill;

import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageStore;
import io.clusterline.testkit.MemoryBroker;
import io.clusterline.testkit.SampleClusters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All stages on a {@link MemoryBroker}: the caller decides what is delivered next. */
final class RandomLine {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** On a machine that has other work a delivery takes up to 15 ms. */
  private static final long MILLIS_PER_DELIVERY = 40;

  private final RandomGenerator random;
  private final MemoryBroker broker;
  private final WatchedStore store = new WatchedStore();
  private final StageRuntime runtime;
  private final MemoryReplica replica;
  private List<String> names = List.of();
  private int deliveries;
  private int repeated;

  RandomLine(Path worlds, RandomGenerator random) {
    this.random = random;
    broker = new MemoryBroker(random);
    replica = new MemoryReplica(broker, store, new FakeLayers(worlds).all(), Duration.ofSeconds(8));
    runtime = replica.runtime();
  }

  /** Each is asked for three times: only the last one counts. */
  List<String> request(int clusters) {
    names = IntStream.range(0, clusters).mapToObj(i -> "random-" + i).toList();
    names.forEach(name ->
        Stream.of("first", "second", "third")
            .forEach(id ->
                publish(
                    name + "-" + id,
                    name,
                    ClusterRequested.of(SpecificationWriter.toTree(SampleClusters.small(name))))));
    return names;
  }

  void delete(String cluster) {
    String uid = runtime.state(location(), cluster).read().orElseThrow().uid();
    ClusterLocation location = new ClusterLocation(null, DrillLine.REGION, null);
    publish(
        "delete-" + cluster,
        cluster,
        new ClusterDeletionRequested(uid, location, null, "drill", "drill"));
  }

  private <T extends ClusterEvent> void publish(String id, String cluster, T data) {
    runtime
        .publisher()
        .publish(
            new Event<>(id, "/drill", cluster, Instant.now(), null, null, null, null, null, data));
  }

  private static ClusterLocation location() {
    return new ClusterLocation(null, DrillLine.REGION);
  }

  boolean all(List<String> clusters, Phase phase) {
    return clusters.stream()
        .allMatch(cluster -> Beside.isWhole(runtime.state(location(), cluster), phase));
  }

  /** Delivers at random until there were that many and it is so. */
  void deliver(int least, BooleanSupplier end) {
    Wait.until("there were " + least + " deliveries and all is done")
        .within(LIMIT.plusMillis(MILLIS_PER_DELIVERY * least))
        .atMostEvery(Duration.ofMillis(60))
        .poll(() -> {
          IntStream.range(0, 200).forEach(i -> deliverOne());
          boolean over = deliveries >= least && end.getAsBoolean();
          return over
              ? Seen.yes(true)
              : Seen.notYet(deliveries + " deliveries; " + describeClusters());
        });
  }

  /** The progress of each cluster, for messages of a timeout. */
  private String describeClusters() {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      ClusterRecord cluster = runtime.state(location(), name).read().orElseThrow();
      StageStore stages = runtime.state(location(), name).stages(cluster.uid());
      text.append(name).append(' ').append(cluster.phase()).append(' ');
      for (StageName stage : StageName.values()) {
        stages
            .read(stage)
            .filter(record -> record.status() != StageRecord.Status.COMPLETE)
            .ifPresent(
                one -> text.append("%s %s %s ".formatted(stage, one.status(), one.errors())));
      }
    }
    return text.append("dead letters: ").append(broker.deadLetterReasons()).toString();
  }

  private void deliverOne() {
    boolean old = random.nextInt(4) == 0;
    Optional<MemoryBroker.Delivery> next = old ? broker.redeliverAny() : broker.next();
    next.ifPresent(delivery -> {
      deliveries++;
      repeated += old ? 1 : 0;
      replica.handle(delivery);
    });
  }

  int deliveries() {
    return deliveries;
  }

  int repeated() {
    return repeated;
  }

  WatchedStore store() {
    return store;
  }

  MemoryBroker broker() {
    return broker;
  }
}
