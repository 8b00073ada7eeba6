package io.clusterline.execution;

import io.clusterline.event.ClusterLocation;
import io.clusterline.event.Event;
import io.clusterline.event.EventType;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageReplayed;
import io.clusterline.event.StageTrigger;
import io.clusterline.stage.ClusterRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stages with a trigger, or a replay, and no end in the journal, so far as it was read. */
final class UnfinishedStages {

  /**
   * A stage of a cluster, and its newest generation.
   *
   * @param trigger the event that started it; null when only its replay was read
   */
  record Open(
      ClusterRef cluster, StageName stage, ClusterLocation location, @Nullable Event<?> trigger) {

    StageKey key() {
      return StageKey.of(location, cluster.name(), cluster.uid(), stage);
    }
  }

  private record Key(String uid, StageName stage) {}

  private final Set<StageName> own;
  private final Set<String> words;
  private final Map<Key, Open> open = new HashMap<>();
  private final Map<Key, Long> lookedAt = new HashMap<>();

  UnfinishedStages(Set<StageName> own) {
    this.own = Set.copyOf(own);
    this.words =
        Arrays.stream(EventType.values())
            .filter(this::concerns)
            .map(EventType::routingWord)
            .collect(Collectors.toSet());
  }

  private boolean concerns(EventType type) {
    return type == EventType.STAGE_FAILED
        || type == EventType.STAGE_REPLAYED
        || own.stream().anyMatch(stage -> stage.result() == type.data())
        || !startedBy(type).isEmpty();
  }

  private List<StageName> startedBy(EventType type) {
    return own.stream().filter(stage -> stage.triggers().contains(type.data())).toList();
  }

  /** Whether an event of that routing key opens or ends a stage of this process. */
  boolean concerns(String routingKey) {
    int dot = routingKey.indexOf('.');
    return dot > 0 && words.contains(routingKey.substring(0, dot));
  }

  void read(Event<?> event) {
    if (event.generation() == null || event.clusterUid() == null || event.correlationId() == null) {
      return;
    }
    ClusterRef cluster = TriggerHandler.ref(event);
    endedStage(event)
        .ifPresent(stage -> close(new Key(cluster.uid(), stage), cluster.generation()));
    switch (event.data()) {
      case StageTrigger trigger -> {
        ClusterLocation location = ClusterLocation.of(trigger.cluster().spec().aws());
        startedBy(event.type()).forEach(stage -> open(new Open(cluster, stage, location, event)));
      }
      case StageReplayed replayed when replayed.location() != null ->
          reopen(cluster, replayed, replayed.location());
      default -> {}
    }
  }

  private void reopen(ClusterRef cluster, StageReplayed replayed, ClusterLocation location) {
    Stream.concat(Stream.of(replayed.stage()), replayed.reset().stream())
        .filter(own::contains)
        .forEach(stage -> open(new Open(cluster, stage, location, null)));
  }

  private static Optional<StageName> endedStage(Event<?> event) {
    return event.data() instanceof StageFailed failed
        ? Optional.of(failed.stage())
        : StageName.endedBy(event.data());
  }

  private void close(Key key, long generation) {
    open.computeIfPresent(key, (k, one) -> one.cluster().generation() <= generation ? null : one);
  }

  private void open(Open one) {
    open.put(key(one), one);
    lookedAt.put(key(one), System.nanoTime());
  }

  /** Stages that were not checked for so long. They count as checked from now on. */
  List<Open> dueForCheck(Duration age) {
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
    return new Key(one.cluster().uid(), one.stage());
  }
}
