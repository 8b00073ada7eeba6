package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.clusterline.spec.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stages, each declared once: its service, its trigger, its results, the stage that it undoes.
 * Stages of a build come first, in the order of a first build, then those of a removal in theirs.
 * Topology, removal order, watchdog, verification of events and views derive from here.
 */
public enum StageName {
  ACCEPT(
      "infra-service",
      List.of(
          ClusterRequested.class,
          ClusterDeletionRequested.class,
          CancellationRequested.class,
          AddonsReady.class,
          StageFailed.class,
          InfraRemoved.class),
      List.of(ClusterAccepted.class, RemovalAccepted.class)),
  INFRA("infra-service", ClusterAccepted.class, InfraReady.class),
  BOOTSTRAP("bootstrap-service", InfraReady.class, MasterInitialized.class, NodesJoined.class),
  CNI("network-service", MasterInitialized.class, CniApplied.class),
  NETWORK("network-service", NodesJoined.class, CniReady.class),
  ADDONS("gitops-service", CniReady.class, AddonsReady.class),
  ADDONS_REMOVAL(
      "gitops-service", ADDONS, RemovalAccepted.class, AddonsRemoved.class, AddonsRemoved::new),
  NETWORK_REMOVAL(
      "network-service", NETWORK, AddonsRemoved.class, NetworkRemoved.class, NetworkRemoved::new),
  CNI_REMOVAL("network-service", CNI, NetworkRemoved.class, CniRemoved.class, CniRemoved::new),
  NODES_REMOVAL(
      "bootstrap-service", BOOTSTRAP, CniRemoved.class, NodesRemoved.class, NodesRemoved::new),
  INFRA_REMOVAL("infra-service", INFRA, NodesRemoved.class, InfraRemoved.class, InfraRemoved::new);

  /** Creates the event that ends a removal. */
  @FunctionalInterface
  public interface RemovalResult {
    ClusterEvent of(
        Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> retained);
  }

  private final String service;
  private final List<Class<? extends ClusterEvent>> triggers;
  private final List<Class<? extends ClusterEvent>> publishes;
  private final @Nullable StageName undoes;
  private final @Nullable RemovalResult removalResult;

  /**
   * @param publishes the last one ends the stage, those before it come on the way
   */
  @SafeVarargs
  StageName(
      String service,
      Class<? extends ClusterEvent> trigger,
      Class<? extends ClusterEvent>... publishes) {
    this(service, List.of(trigger), List.of(publishes));
  }

  StageName(
      String service,
      List<Class<? extends ClusterEvent>> triggers,
      List<Class<? extends ClusterEvent>> publishes) {
    this(service, triggers, publishes, null, null);
  }

  StageName(
      String service,
      StageName undoes,
      Class<? extends RemovalTrigger> trigger,
      Class<? extends ClusterEvent> result,
      RemovalResult removalResult) {
    this(service, List.of(trigger), List.of(result), undoes, removalResult);
  }

  StageName(
      String service,
      List<Class<? extends ClusterEvent>> triggers,
      List<Class<? extends ClusterEvent>> publishes,
      @Nullable StageName undoes,
      @Nullable RemovalResult removalResult) {
    this.service = service;
    this.triggers = List.copyOf(triggers);
    this.publishes = List.copyOf(publishes);
    this.undoes = undoes;
    this.removalResult = removalResult;
  }

  /** The service that owns the stage. */
  public String service() {
    return service;
  }

  /** The events that arrive in its queue. */
  public List<Class<? extends ClusterEvent>> triggers() {
    return triggers;
  }

  /** The event that ends the stage well. */
  public Class<? extends ClusterEvent> result() {
    return publishes.getLast();
  }

  /** The stage that publishes that event; empty for requests and for events of every stage. */
  public static Optional<StageName> publisherOf(Class<? extends ClusterEvent> event) {
    return Arrays.stream(values()).filter(stage -> stage.publishes.contains(event)).findFirst();
  }

  /** The stage that publishes its trigger; ACCEPT for the first stage of a build or a removal. */
  public StageName triggeredBy() {
    return publisherOf(triggers.getFirst()).orElse(ACCEPT);
  }

  /** Whose ledger and lease it works with: a removal those of the stage that it undoes. */
  public StageName layer() {
    return undoes == null ? this : undoes;
  }

  public boolean isRemoval() {
    return undoes != null;
  }

  /**
   * The event that ends this removal.
   *
   * @throws NullPointerException if the stage removes nothing
   */
  public ClusterEvent removed(
      Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> retained) {
    return Objects.requireNonNull(removalResult, () -> this + " removes nothing")
        .of(cluster, order, removed, retained);
  }

  /** The stages that a build passes, in its order. */
  public static List<StageName> build() {
    return Arrays.stream(values()).filter(stage -> !stage.isRemoval()).toList();
  }

  /** The stages that a removal passes, in its order. */
  public static List<StageName> removal() {
    return Arrays.stream(values()).filter(StageName::isRemoval).toList();
  }

  /** The stages after it in the same build or removal. */
  public List<StageName> later() {
    return Arrays.stream(values())
        .filter(stage -> stage.isRemoval() == isRemoval() && stage.compareTo(this) > 0)
        .toList();
  }

  /** The stage's own queue: {@code bootstrap-service.bootstrap}. */
  public String queue() {
    return service + "." + this;
  }

  /** The stage's dead-letter queue: {@code bootstrap-service.bootstrap.dlq}. */
  public String deadLetterQueue() {
    return queue() + ".dlq";
  }

  @JsonCreator
  public static StageName parse(String text) {
    return Arrays.stream(values())
        .filter(stage -> stage.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stage is called '" + text + "'"));
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
