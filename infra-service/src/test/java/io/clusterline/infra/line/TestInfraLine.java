package io.clusterline.infra.line;

import io.clusterline.Json;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterLocation;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import io.clusterline.execution.StageRuntime;
import io.clusterline.messaging.ConfirmedSender;
import io.clusterline.messaging.Connections;
import io.clusterline.messaging.EventPublisher;
import io.clusterline.messaging.TopologyDeclarer;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.SpecificationWriter;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import io.clusterline.state.ClusterRecord;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.ClusterState;
import io.clusterline.state.StageStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.AwsStandIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Replicas of infra-service on a real broker, with their state on the AWS stand-in as well, and a
 * substitute for the other services.
 */
final class TestInfraLine implements AutoCloseable {

  private final String region;
  private final CountedStore store;
  private final CachingConnectionFactory connections = Replica.connections();
  private final StageRuntime runtime;
  private final RestOfLine rest;
  private final List<Replica> replicas = new ArrayList<>();

  TestInfraLine(String region) {
    this.region = region;
    AwsStandIn.shared();
    store = new CountedStore(StateStore.open());
    store.initialise(location());
    RabbitAdmin admin = new RabbitAdmin(connections);
    new TopologyDeclarer(admin).declare();
    for (StageName stage : StageName.values()) {
      admin.purgeQueue(stage.queue());
      admin.purgeQueue(stage.deadLetterQueue());
    }
    ConfirmedSender sender = new ConfirmedSender(new RabbitTemplate(connections));
    runtime = new StageRuntime(new EventPublisher(sender), store, Clock.systemUTC());
    rest = new RestOfLine(runtime);
  }

  private ClusterLocation location() {
    return new ClusterLocation(null, region);
  }

  /** Reads of the state store so far, by kind of document. */
  Map<String, Long> documentCalls() {
    return store.counts();
  }

  Replica replica() {
    Replica replica = new Replica(store);
    replicas.add(replica);
    return replica;
  }

  void request(Cluster cluster) {
    var json = Json.MAPPER.readTree(SpecificationWriter.toJson(cluster));
    publish(cluster.name(), ClusterRequested.of(json));
  }

  /** By the uid that the cluster has now. */
  void delete(String cluster) {
    String uid = record(cluster).uid();
    ClusterLocation location = new ClusterLocation(null, region, null);
    publish(
        cluster, new ClusterDeletionRequested(uid, location, null, "no longer needed", "a test"));
  }

  private void publish(String cluster, ClusterEvent request) {
    runtime
        .publisher()
        .publish(
            new Event<>(
                UUID.randomUUID().toString(),
                "/tests",
                cluster,
                Instant.now(),
                null,
                null,
                null,
                null,
                null,
                request));
  }

  ClusterState state(String cluster) {
    return new ClusterState(store.documents(location()), cluster);
  }

  StageStore stages(String cluster) {
    return state(cluster).stages(record(cluster).uid());
  }

  ClusterRecord record(String cluster) {
    return state(cluster).read().orElseThrow();
  }

  void await(String cluster, Phase phase, Duration within) {
    Wait.until(cluster + " is " + phase)
        .within(within)
        .atMostEvery(Duration.ofMillis(500))
        .poll(() -> {
          var record = state(cluster).read();
          return record.filter(now -> now.phase() == phase).isPresent()
              ? Seen.yes(true)
              : Seen.notYet(record.map(this::progress).orElse("unknown"));
        });
  }

  private String progress(ClusterRecord cluster) {
    StageStore stages = state(cluster.name()).stages(cluster.uid());
    return Arrays.stream(StageName.values())
        .flatMap(stage -> stages.read(stage).stream())
        .map(one ->
            "%s %s (generation %d, attempt %d, %s)"
                .formatted(
                    one.stage(), one.status(), one.generation(), one.attempt(), one.errors()))
        .collect(Collectors.joining("; ", cluster.phase() + ": ", ""));
  }

  /** Until the infra stage, or its removal, has put that many things into its ledger or left it. */
  void awaitLedger(String cluster, java.util.function.IntPredicate size, Duration within) {
    Wait.until("the ledger of " + cluster + " is as far")
        .within(within)
        .poll(() -> {
          int entries = state(cluster).read().map(this::ledgerSize).orElse(0);
          return size.test(entries) ? Seen.yes(true) : Seen.notYet(entries + " entries");
        });
  }

  private int ledgerSize(ClusterRecord cluster) {
    return state(cluster.name()).stages(cluster.uid()).ledger(StageName.INFRA).entries().size();
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    rest.close();
    Connections.close(connections);
    store.close();
  }
}
