package io.clusterline.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.clusterline.spec.Cluster;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stages, each declared once. A build stage has a service, a share of a typical build, triggers
 * and the events that it publishes. A removal stage has a service, the stage that it undoes and its
 * result; it starts when the removal before it has ended. A stage beside the others starts with
 * them and keeps none of them waiting: a build is ready without it, and of a removal only the last
 * stage waits for it. Build stages come first, in the order of a first build, then removal stages
 * in theirs. Topology, removal order, watchdog, verification of events, critical path and views
 * derive from here.
 */
public enum StageName {
  ACCEPT(
      "infra-service",
      1,
      List.of(
          ClusterRequested.class,
          ClusterDeletionRequested.class,
          CancellationRequested.class,
          AddonsReady.class,
          StageFailed.class,
          InfraRemoved.class),
      List.of(ClusterAccepted.class, RemovalAccepted.class)),
  INFRA("infra-service", 25, ClusterAccepted.class, InfraReady.class),
  BOOTSTRAP("bootstrap-service", 40, InfraReady.class, MasterInitialized.class, NodesJoined.class),
  CNI("network-service", 5, MasterInitialized.class, CniApplied.class),
  NETWORK("network-service", 9, NodesJoined.class, CniReady.class),
  ADDONS("gitops-service", 25, CniReady.class, AddonsReady.class),
  EDGE(Side.BESIDE, "infra-service", ClusterAccepted.class, EdgeReady.class),
  INGRESS(Side.BESIDE, "gitops-service", AddonsReady.class, EDGE, IngressReady.class),
  DNS(Side.BESIDE, "infra-service", IngressReady.class, DnsReady.class, ClusterReady.class),
  DNS_REMOVAL(Side.BESIDE, "infra-service", DNS, DnsRemoved.class, DnsRemoved::new),
  INGRESS_REMOVAL(
      Side.BESIDE, "gitops-service", INGRESS, IngressRemoved.class, IngressRemoved::new),
  EDGE_REMOVAL(Side.BESIDE, "infra-service", EDGE, EdgeRemoved.class, EdgeRemoved::new),
  ADDONS_REMOVAL("gitops-service", ADDONS, AddonsRemoved.class, AddonsRemoved::new),
  NETWORK_REMOVAL("network-service", NETWORK, NetworkRemoved.class, NetworkRemoved::new),
  CNI_REMOVAL("network-service", CNI, CniRemoved.class, CniRemoved::new),
  NODES_REMOVAL("bootstrap-service", BOOTSTRAP, NodesRemoved.class, NodesRemoved::new),
  INFRA_REMOVAL("infra-service", INFRA, InfraRemoved.class, InfraRemoved::new);

  /** Creates the event that ends a removal. */
  @FunctionalInterface
  public interface RemovalResult {
    ClusterEvent of(
        Cluster cluster, RemovalRequest order, List<String> removed, List<Retained> retained);
  }

  /** Where a stage runs, as against the other stages. */
  private enum Side {
    CHAIN,
    BESIDE
  }

  private final Side side;
  private final String service;
  private final int share;
  private final List<Class<? extends ClusterEvent>> triggers;
  private final List<Class<? extends ClusterEvent>> publishes;
  private final @Nullable StageName needs;
  private final @Nullable StageName undoes;
  private final @Nullable RemovalResult removalResult;

  /**
   * Of a build.
   *
   * @param share of {@link #share()}
   * @param publishes the last one ends the stage, those before it come on the way
   */
  @SafeVarargs
  StageName(
      String service,
      int share,
      Class<? extends ClusterEvent> trigger,
      Class<? extends ClusterEvent>... publishes) {
    this(service, share, List.of(trigger), List.of(publishes));
  }

  /**
   * Of a build, beside its other stages.
   *
   * @param publishes the last one ends the stage, those before it come on the way
   */
  @SafeVarargs
  StageName(
      Side side,
      String service,
      Class<? extends ClusterEvent> trigger,
      Class<? extends ClusterEvent>... publishes) {
    this(side, service, 0, List.of(trigger), List.of(publishes), null, null, null);
  }

  /**
   * Of a build, beside its other stages.
   *
   * @param needs a stage whose result it needs beside its trigger, and waits for
   */
  StageName(
      Side side,
      String service,
      Class<? extends ClusterEvent> trigger,
      StageName needs,
      Class<? extends ClusterEvent> result) {
    this(side, service, 0, List.of(trigger), List.of(result), needs, null, null);
  }

  StageName(
      String service,
      int share,
      List<Class<? extends ClusterEvent>> triggers,
      List<Class<? extends ClusterEvent>> publishes) {
    this(Side.CHAIN, service, share, triggers, publishes, null, null, null);
  }

  /** Of a removal. */
  StageName(
      String service,
      StageName undoes,
      Class<? extends ClusterEvent> result,
      RemovalResult removalResult) {
    this(Side.CHAIN, service, undoes, result, removalResult);
  }

  StageName(
      Side side,
      String service,
      StageName undoes,
      Class<? extends ClusterEvent> result,
      RemovalResult removalResult) {
    this(side, service, 0, List.of(), List.of(result), null, undoes, removalResult);
  }

  StageName(
      Side side,
      String service,
      int share,
      List<Class<? extends ClusterEvent>> triggers,
      List<Class<? extends ClusterEvent>> publishes,
      @Nullable StageName needs,
      @Nullable StageName undoes,
      @Nullable RemovalResult removalResult) {
    this.side = side;
    this.service = service;
    this.share = share;
    this.triggers = triggers;
    this.publishes = publishes;
    this.needs = needs;
    this.undoes = undoes;
    this.removalResult = removalResult;
  }

  /** The service that owns the stage. */
  public String service() {
    return service;
  }

  /**
   * How much of a typical build it takes, as against the other stages. Along a chain of triggers
   * the shares add up; of chains side by side the longest one is the build. 0 of a removal and of
   * what is beside.
   */
  public int share() {
    return share;
  }

  /** The events that arrive in its queue. */
  public List<Class<? extends ClusterEvent>> triggers() {
    return isRemoval() ? List.of(startsRemoval()) : triggers;
  }

  private Class<? extends ClusterEvent> startsRemoval() {
    return removal().stream()
        .filter(stage -> !isBeside() && !stage.isBeside() && stage.compareTo(this) < 0)
        .reduce((first, second) -> second)
        .<Class<? extends ClusterEvent>>map(StageName::result)
        .orElse(RemovalAccepted.class);
  }

  /** The event that ends the stage well. */
  public Class<? extends ClusterEvent> result() {
    return publishes.getLast();
  }

  /** The stage that publishes that event; empty for requests and for events of every stage. */
  public static Optional<StageName> publisherOf(Class<? extends ClusterEvent> event) {
    return Arrays.stream(values()).filter(stage -> stage.publishes.contains(event)).findFirst();
  }

  /** The stage that this event ends well. */
  public static Optional<StageName> endedBy(ClusterEvent event) {
    return publisherOf(event.getClass()).filter(stage -> stage.result() == event.getClass());
  }

  /** The stage that publishes its trigger; ACCEPT for the first stage of a build or a removal. */
  public StageName triggeredBy() {
    return publisherOf(triggers().getFirst()).orElse(ACCEPT);
  }

  /** Whose ledger and lease it works with: a removal those of the stage that it undoes. */
  public StageName layer() {
    return undoes == null ? this : undoes;
  }

  /**
   * Whether it runs beside the others: a build is ready, and goes on, whatever becomes of it; of a
   * removal only the last stage waits for it.
   */
  public boolean isBeside() {
    return side == Side.BESIDE;
  }

  /**
   * The stages that have to end before this one may: those whose result it needs beside its
   * trigger; of the last removal all that are beside it.
   */
  public List<StageName> waitsFor() {
    boolean last = isRemoval() && !isBeside() && later().isEmpty();
    return last
        ? removal().stream().filter(StageName::isBeside).toList()
        : Stream.ofNullable(needs).toList();
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

  /** The stages that a removal passes, in its order: the reverse of a build's. */
  public static List<StageName> removal() {
    return Arrays.stream(values()).filter(StageName::isRemoval).toList();
  }

  /**
   * The stages after it in the same build or removal. After one that is beside a build: those that
   * are beside it, too; beside a removal: the last one.
   */
  public List<StageName> later() {
    List<StageName> after =
        Arrays.stream(values())
            .filter(stage -> stage.isRemoval() == isRemoval() && stage.compareTo(this) > 0)
            .toList();
    if (!isBeside()) {
      return after;
    }
    return isRemoval()
        ? List.of(after.getLast())
        : after.stream().filter(StageName::isBeside).toList();
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
