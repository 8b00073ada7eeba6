package io.clusterline.event;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of events with their current version: the one list that the codec, the schemas and the
 * topology use.
 */
public enum EventType {
  CLUSTER_REQUESTED(ClusterRequested.class),
  CLUSTER_DELETION_REQUESTED(ClusterDeletionRequested.class, 2),
  CANCELLATION_REQUESTED(CancellationRequested.class, 2),
  CLUSTER_ACCEPTED(ClusterAccepted.class),
  INFRA_READY(InfraReady.class),
  MASTER_INITIALIZED(MasterInitialized.class),
  NODES_JOINED(NodesJoined.class),
  CNI_APPLIED(CniApplied.class),
  CNI_READY(CniReady.class),
  ADDONS_READY(AddonsReady.class),
  EDGE_READY(EdgeReady.class),
  INGRESS_READY(IngressReady.class),
  DNS_READY(DnsReady.class),
  CLUSTER_READY(ClusterReady.class),
  REMOVAL_ACCEPTED(RemovalAccepted.class),
  DNS_REMOVED(DnsRemoved.class),
  INGRESS_REMOVED(IngressRemoved.class),
  EDGE_REMOVED(EdgeRemoved.class),
  ADDONS_REMOVED(AddonsRemoved.class),
  NETWORK_REMOVED(NetworkRemoved.class),
  CNI_REMOVED(CniRemoved.class),
  NODES_REMOVED(NodesRemoved.class),
  INFRA_REMOVED(InfraRemoved.class),
  BUILD_CANCELLED(BuildCancelled.class),
  STAGE_STARTED(StageStarted.class),
  STEP_STARTED(StepStarted.class),
  STEP_PROGRESSED(StepProgressed.class),
  STEP_FINISHED(StepFinished.class),
  STAGE_WAITING(StageWaiting.class),
  STAGE_FAILED(StageFailed.class, 2),
  REQUEST_REFUSED(RequestRefused.class),
  STAGE_REPLAYED(StageReplayed.class),
  DEAD_LETTER_DISCARDED(DeadLetterDiscarded.class);

  private static final String PREFIX = "io.clusterline.";

  private final Class<? extends ClusterEvent> data;
  private final int version;

  EventType(Class<? extends ClusterEvent> data) {
    this(data, 1);
  }

  EventType(Class<? extends ClusterEvent> data, int version) {
    this.data = data;
    this.version = version;
  }

  public static EventType of(ClusterEvent event) {
    return of(event.getClass());
  }

  public static EventType of(Class<? extends ClusterEvent> data) {
    return Arrays.stream(values())
        .filter(type -> type.data == data)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not listed in EventType: " + data));
  }

  /** By the CloudEvents {@code type}: {@code io.clusterline.InfraReady.v1}. */
  public static Optional<EventType> byCloudEventsType(String text) {
    return Arrays.stream(values()).filter(type -> type.cloudEventsType().equals(text)).findFirst();
  }

  public Class<? extends ClusterEvent> data() {
    return data;
  }

  /** The name without prefix and version: {@code InfraReady}. */
  public String eventName() {
    return data.getSimpleName();
  }

  /** Version of the data, from 1. The previous version is still read: {@link Upcasters}. */
  public int version() {
    return version;
  }

  public String cloudEventsType() {
    return PREFIX + data.getSimpleName() + ".v" + version();
  }

  /** The first word of the routing key: {@code infra-ready}. */
  public String routingWord() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The JSON Schema of the data, a URI that names it. */
  public String dataSchema() {
    return "https://clusterline.io/schema/" + routingWord() + ".v" + version() + ".json";
  }

  /**
   * True for requests, which any client may publish. All other events are published by the stages
   * alone.
   */
  public boolean isRequest() {
    return switch (this) {
      case CLUSTER_REQUESTED, CLUSTER_DELETION_REQUESTED, CANCELLATION_REQUESTED -> true;
      default -> false;
    };
  }

  /** True for events that only watchers read: they are published to the journal alone. */
  public boolean isProgress() {
    return switch (this) {
      case STAGE_WAITING,
          STAGE_STARTED,
          STEP_STARTED,
          STEP_PROGRESSED,
          STEP_FINISHED,
          DEAD_LETTER_DISCARDED ->
          true;
      default -> false;
    };
  }
}
