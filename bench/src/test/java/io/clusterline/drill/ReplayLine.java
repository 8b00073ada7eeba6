package io.clusterline.drill;

import io.clusterline.event.CloudEventCodec;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageRecord;
import io.clusterline.state.StageRecord.Status;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MemoryBroker;
import io.clusterline.testkit.MemoryStateStore;
import io.clusterline.testkit.SampleClusters;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One cluster on a line in memory that delivers in order and once; its things can be broken. */
final class ReplayLine implements AutoCloseable {

  static final String NAME = "replayed";

  /** Longer than ticks may be apart, and shorter than a second failure would wait. */
  private static final Duration DELAY = Duration.ofSeconds(3);

  /** Far below the deadline of any step: a longer wait is in vain. */
  private static final Duration LIMIT = Duration.ofSeconds(80);

  private final Cluster cluster = SampleClusters.small(NAME);
  private final ClusterLocation location = ClusterLocation.of(cluster.spec().aws());
  private final MemoryBroker broker =
      new MemoryBroker(new SplittableRandom(1)).inOrder().repeating(0).longestDelay(DELAY);
  private final Faults faults = new Faults();
  private final Path worlds;
  private final FakeLayers layers;
  private final StateStore store = new MemoryStateStore();
  private final MemoryReplica replica;
  private int deliveries;

  /**
   * @param misbehaving the state store as the stages see it
   * @param also further disturbance of the resources
   * @param added layers beside those of every drill
   */
  ReplayLine(
      Path worlds, UnaryOperator<StateStore> misbehaving, Disturbance also, FakeLayer<?>... added) {
    this.worlds = worlds;
    this.layers =
        new FakeLayers(
            worlds,
            (scope, key) -> {
              also.before(scope, key);
              faults.before(scope, key);
            });
    List<FakeLayer<?>> all = Stream.concat(layers.all().stream(), Stream.of(added)).toList();
    this.replica = new MemoryReplica(broker, misbehaving.apply(store), all, Duration.ofSeconds(8));
  }

  Faults faults() {
    return faults;
  }

  MemoryBroker broker() {
    return broker;
  }

  void request(String id) {
    publish(id, ClusterRequested.of(SpecificationWriter.toTree(cluster)));
  }

  void delete() {
    String uid = record().uid();
    publish("delete", new ClusterDeletionRequested(uid, location, null, "drill", "drill"));
  }

  private <T extends ClusterEvent> void publish(String id, T data) {
    replica
        .runtime()
        .publisher()
        .publish(
            new Event<>(id, "/drill", NAME, Instant.now(), null, null, null, null, null, data));
  }

  private ClusterState state() {
    return new ClusterState(store.documents(location), NAME);
  }

  ClusterRecord record() {
    return state().read().orElseThrow();
  }

  void change(UnaryOperator<ClusterRecord> change) {
    var unused = state().change(record(), change);
  }

  StageStore stages() {
    return state().stages(record().uid());
  }

  Optional<StageRecord> stage(StageName stage) {
    return stages().read(stage, record().generation());
  }

  boolean is(StageName stage, Status status) {
    return state().read().isPresent()
        && stage(stage).filter(one -> one.status() == status).isPresent();
  }

  /** As {@link #is(Phase)}, with what is built beside it. */
  boolean isWhole(Phase phase) {
    return Beside.isWhole(state(), phase);
  }

  boolean is(Phase phase) {
    return state().read().filter(one -> one.phase() == phase).isPresent();
  }

  /** Delivers everything that is due, until it is so. */
  void await(String what, BooleanSupplier end) {
    Wait.until(what)
        .within(LIMIT)
        .atMostEvery(Duration.ofMillis(20))
        .poll(() -> {
          deliverAll();
          return end.getAsBoolean() ? Seen.yes(true) : Seen.notYet(describeCluster());
        });
  }

  private void deliverAll() {
    for (var next = broker.next(); next.isPresent(); next = broker.next()) {
      deliveries++;
      replica.handle(next.get());
    }
  }

  /** Handles the next message on a thread of its own, as a consumer beside others does. */
  Thread deliverNext() {
    MemoryBroker.Delivery next = broker.next().orElseThrow();
    deliveries++;
    return Thread.startVirtualThread(() -> replica.handle(next));
  }

  /** How many deliveries there were since this was asked last. */
  int takeDeliveries() {
    int all = deliveries;
    deliveries = 0;
    return all;
  }

  private String describeCluster() {
    return state().read().map(this::describeCluster).orElse("no record");
  }

  private String describeCluster(ClusterRecord record) {
    String stages =
        Stream.of(StageName.values())
            .flatMap(stage -> state().stages(record.uid()).read(stage).stream())
            .map(one -> one.stage() + " " + one.generation() + " " + one.status() + one.errors())
            .collect(Collectors.joining(", "));
    return record.phase() + ": " + stages + "; dead letters " + broker.deadLetterReasons();
  }

  /** Replays the dead letter of a stage. */
  void replay(StageName stage) {
    broker.replay(deadLetter(stage).orElseThrow());
  }

  Optional<MemoryBroker.DeadLettered> deadLetter(StageName stage) {
    return broker.deadLetters().stream()
        .filter(deadLetter -> deadLetter.stage() == stage)
        .findFirst();
  }

  /** Everything that was published, oldest first. */
  List<Event<?>> events() {
    return broker.journal().stream().<Event<?>>map(CloudEventCodec::decode).toList();
  }

  /** The ids under which an event of that type was published in the present generation. */
  List<String> ids(Class<?> type) {
    long generation = record().generation();
    return events().stream()
        .filter(event -> type.isInstance(event.data()))
        .filter(event -> Objects.equals(event.generation(), generation))
        .map(Event::id)
        .toList();
  }

  /** The keys of the things of a layer, one for each thing. */
  List<String> resources(StageName layer) {
    return FakeWorld.keys(FakeLayer.world(worlds, NAME, layer).all());
  }

  FakeWorld world(StageName layer) {
    return FakeLayer.world(worlds, NAME, layer);
  }

  /** Resources that a built cluster has in a layer. */
  List<String> expected(FakeLayer<?> layer) {
    return layer.keys(cluster);
  }

  FakeLayers layers() {
    return layers;
  }

  @Override
  public void close() {
    replica.close();
  }
}
