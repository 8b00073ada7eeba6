package io.clusterline.execution;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageTrigger;
import io.clusterline.messaging.Topology;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Which stages have a trigger and no end in the journal, so far as it was read. */
final class UnfinishedStages {

  /** A stage of a cluster, and the newest generation that asked for it. */
  record Open(String cluster, StageName stage, long generation, ClusterLocation location) {}

  private record Key(String cluster, StageName stage) {}

  private static final Map<EventType, StageName> ENDS =
      new EnumMap<>(
          Map.of(
              EventType.INFRA_READY, StageName.INFRA,
              EventType.NODES_JOINED, StageName.BOOTSTRAP,
              EventType.CNI_APPLIED, StageName.CNI,
              EventType.CNI_READY, StageName.NETWORK,
              EventType.ADDONS_READY, StageName.ADDONS,
              EventType.ADDONS_REMOVED, StageName.ADDONS_REMOVAL,
              EventType.NETWORK_REMOVED, StageName.NETWORK_REMOVAL,
              EventType.CNI_REMOVED, StageName.CNI_REMOVAL,
              EventType.NODES_REMOVED, StageName.NODES_REMOVAL,
              EventType.INFRA_REMOVED, StageName.INFRA_REMOVAL));

  private final Set<StageName> own;
  private final Set<String> words;
  private final Map<Key, Open> open = new HashMap<>();
  private final Map<Key, Long> lookedAt = new HashMap<>();

  UnfinishedStages(Set<StageName> own) {
    this.own = Set.copyOf(own);
    this.words =
        java.util.Arrays.stream(EventType.values())
            .filter(type -> type == EventType.STAGE_FAILED || isTriggerOrEnd(type))
            .map(EventType::routingWord)
            .collect(Collectors.toSet());
  }

  private boolean isTriggerOrEnd(EventType type) {
    StageName ends = ENDS.get(type);
    return ends != null && own.contains(ends) || !startedBy(type).isEmpty();
  }

  private List<StageName> startedBy(EventType type) {
    return own.stream().filter(stage -> Topology.triggersOf(stage).contains(type)).toList();
  }

  /** Whether an event of that routing key opens or ends a stage of this process. */
  boolean concerns(String routingKey) {
    int dot = routingKey.indexOf('.');
    return dot > 0 && words.contains(routingKey.substring(0, dot));
  }

  void read(Event<?> event) {
    if (event.generation() == null) {
      return;
    }
    long generation = Objects.requireNonNull(event.generation());
    StageName ended =
        event.data() instanceof StageFailed failed ? failed.stage() : ENDS.get(event.type());
    if (ended != null) {
      Key key = new Key(event.subject(), ended);
      open.computeIfPresent(key, (k, one) -> one.generation() <= generation ? null : one);
    }
    if (event.data() instanceof StageTrigger trigger) {
      ClusterLocation location = ClusterLocation.of(trigger.cluster().spec().aws());
      startedBy(event.type())
          .forEach(stage -> opens(new Open(event.subject(), stage, generation, location)));
    }
  }

  private void opens(Open one) {
    Key key = new Key(one.cluster(), one.stage());
    open.put(key, one);
    lookedAt.put(key, System.nanoTime());
  }

  /** Those that nobody looked at for so long. They count as looked at from now on. */
  List<Open> notLookedAtFor(Duration age) {
    long now = System.nanoTime();
    List<Open> due =
        open.values().stream()
            .filter(one -> now - lookedAt.getOrDefault(key(one), 0L) >= age.toNanos())
            .toList();
    due.forEach(one -> lookedAt.put(key(one), now));
    return due;
  }

  void close(Open one) {
    open.remove(key(one), one);
    lookedAt.remove(key(one));
  }

  private static Key key(Open one) {
    return new Key(one.cluster(), one.stage());
  }
}
