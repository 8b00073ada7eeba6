package io.clusterline.projection;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.ClusterRequested;
import io.clusterline.event.Event;
import io.clusterline.event.StageName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a set of events, and the clusters that it tells of. An event is known by its
 * offset, so the order of additions and repeated additions make no difference. Not thread-safe.
 */
public final class Projection {

  private static final int FIRST_COMPACTION = 20_000;

  /** Of events that were dropped, so many ids are kept. */
  private static final int DROPPED = 20_000;

  private final NavigableMap<Long, Event<?>> journal = new TreeMap<>();
  private final Map<String, FinishedBuild> finished = new LinkedHashMap<>();
  private final int compactionSize;

  /** The newest ids of dropped events: one that is published once more is not taken for news. */
  private final Set<String> dropped =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > DROPPED;
            }
          });

  private Fold fold = new Fold();
  private int compactAt;

  public Projection() {
    this(FIRST_COMPACTION);
  }

  /**
   * @param compactionSize number of events after which those that change no view are dropped
   */
  Projection(int compactionSize) {
    this.compactionSize = compactionSize;
    this.compactAt = compactionSize;
  }

  /**
   * Adds an event of the journal.
   *
   * @return whether it was not known yet
   */
  public boolean add(long offset, Event<?> event) {
    if (journal.putIfAbsent(offset, shared(event)) != null) {
      return false;
    }
    if (journal.lastKey() == offset) {
      fold.add(event);
      remember(event);
    } else {
      refold();
    }
    if (journal.size() >= compactAt) {
      compact();
    }
    return true;
  }

  /** What many events have in common is held once: a line in use has a hundred thousand of them. */
  private static <T extends ClusterEvent> Event<T> shared(Event<T> event) {
    return new Event<>(
        event.id(),
        event.source().intern(),
        event.subject().intern(),
        event.time(),
        intern(event.clusterUid()),
        event.generation(),
        intern(event.correlationId()),
        intern(event.causationId()),
        event.traceparent(),
        event.data());
  }

  private static @Nullable String intern(@Nullable String text) {
    return text == null ? null : text.intern();
  }

  /** Clusters that exist, existed, or were requested; by name. */
  public List<ClusterView> clusters() {
    return fold.views.all();
  }

  /** What finished builds tell about one of this shape. */
  public BuildHistory history(BuildView build) {
    return BuildHistory.like(build, finished.values());
  }

  /** The events of a build or a removal, in the journal's order, and the request for it. */
  public List<Event<?>> events(String buildId) {
    String request =
        journal.values().stream()
            .filter(event -> buildId.equals(event.correlationId()))
            .filter(event -> event.data() instanceof ClusterAccepted)
            .map(event -> String.valueOf(event.causationId()))
            .findFirst()
            .orElse("");
    List<Event<?>> events = new ArrayList<>();
    for (Event<?> event : journal.values()) {
      boolean isRequest = event.data() instanceof ClusterRequested && request.equals(event.id());
      if (isRequest || buildId.equals(event.correlationId())) {
        events.add(event);
      }
    }
    return events;
  }

  /** How many events are held. */
  public int size() {
    return journal.size();
  }

  private void refold() {
    fold = new Fold();
    for (Event<?> event : journal.values()) {
      fold.add(event);
      remember(event);
    }
  }

  /** The times of a build outlive its events. */
  private void remember(Event<?> event) {
    if (event.data() instanceof AddonsReady && event.correlationId() != null) {
      fold.views
          .find(event)
          .map(ClusterView::build)
          .map(FinishedBuild::of)
          .ifPresent(build -> finished.putIfAbsent(event.correlationId(), build));
      deleteOldBuilds();
    }
  }

  private void deleteOldBuilds() {
    Set<FinishedBuild> used = BuildHistory.used(finished.values());
    finished.values().removeIf(build -> !used.contains(build));
  }

  private void compact() {
    Set<String> known = new HashSet<>();
    journal.values().removeIf(event -> !known.add(event.id()) && !mayRepeat(event));
    Compaction compaction = new Compaction(clusters(), journal.descendingMap().values());
    journal.values().removeIf(event -> isDropped(event, compaction));
    fold.retainIdsOf(journal.values());
    compactAt = Math.max(compactionSize, 2 * journal.size());
  }

  private boolean isDropped(Event<?> event, Compaction compaction) {
    boolean isIrrelevant = compaction.isIrrelevant(event);
    if (isIrrelevant) {
      dropped.add(event.id());
    }
    return isIrrelevant;
  }

  /** A result is published again under its id after a replay; other events are repetitions. */
  private static boolean mayRepeat(Event<?> event) {
    return StageName.publisherOf(event.data().getClass()).isPresent();
  }

  /** In the order of offsets. */
  private final class Fold {
    private final ClusterViews views = new ClusterViews();
    private final Map<String, Boolean> ids = new HashMap<>();

    void add(Event<?> event) {
      boolean isNew = ids.putIfAbsent(event.id(), true) == null && !dropped.contains(event.id());
      if (isNew || mayRepeat(event)) {
        views.add(event);
      }
    }

    /** A repetition of an older event has no effect: its generation is not the newest. */
    void retainIdsOf(Collection<Event<?>> events) {
      ids.keySet().retainAll(events.stream().map(Event::id).collect(Collectors.toSet()));
    }
  }
}
