package io.clusterline.console.feed;

import io.clusterline.event.Event;
import io.clusterline.messaging.JournalReader.Entry;
import io.clusterline.projection.BuildView;
import io.clusterline.projection.ClusterDocument;
import io.clusterline.projection.ClusterDocuments;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.LineView;
import io.clusterline.projection.Projection;
import io.clusterline.projection.RemovalView;
import io.clusterline.projection.StageView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of every cluster, by the journal as far as it was read. Thread-safe. */
public final class Board {

  /**
   * A stage that still runs when its build has ended, and says nothing for so long, was lost. No
   * step of it waits longer than 30 minutes in silence: for the content network, or a certificate.
   */
  public static final Duration LOST = Duration.ofMinutes(45);

  /** The stages of a build that another request has stopped end sooner. */
  private static final Duration STRAGGLERS = Duration.ofMinutes(2);

  private final Clock clock;
  private Projection projection = new Projection();
  private ClusterDocuments documents = new ClusterDocuments(projection);
  private final Map<String, Written> written = new HashMap<>();
  private long offset = -1;
  private @Nullable String newestId;
  private String journal = "";
  private @Nullable Instant newestEventAt;
  private volatile boolean connected;

  /** A document and the view that it was written from. */
  private record Written(ClusterView view, ClusterDocument document) {}

  /**
   * Every cluster at one moment.
   *
   * @param journal tells one journal from another that took its place
   * @param offset of the newest event in it; -1 before the first
   */
  public record Snapshot(String journal, long offset, List<ClusterDocument> clusters) {}

  public Board(Clock clock) {
    this.clock = clock;
  }

  /** The next event of the journal, or one that was seen before. */
  synchronized void add(Entry entry) {
    if (offset < 0) {
      journal = Integer.toHexString(entry.event().id().hashCode());
    }
    projection.add(entry.offset(), entry.event());
    newestId = entry.offset() >= offset ? entry.event().id() : newestId;
    offset = Math.max(offset, entry.offset());
    newestEventAt = entry.event().time();
  }

  /** The offset of the newest event; -1 before the first. */
  synchronized long offset() {
    return offset;
  }

  /**
   * Whether the journal is still the one that was read before.
   *
   * @param first what it answers when it is asked from the newest event on
   */
  synchronized boolean isContinuedBy(Entry first) {
    boolean isSame = first.offset() == offset && first.event().id().equals(newestId);
    return offset < 0 || isSame || first.offset() > offset;
  }

  /** Another journal took its place: what the old one told is gone. */
  synchronized void startAnew() {
    projection = new Projection();
    documents = new ClusterDocuments(projection);
    written.clear();
    offset = -1;
    newestId = null;
    newestEventAt = null;
  }

  /** A cluster that has not changed since keeps its document; its estimate is as of then. */
  public synchronized Snapshot snapshot() {
    Instant now = clock.instant();
    return new Snapshot(
        journal, offset, projection.clusters().stream().map(view -> document(view, now)).toList());
  }

  private ClusterDocument document(ClusterView view, Instant now) {
    String key = ClusterDocuments.key(view);
    Written before = written.get(key);
    if (before == null || before.view() != view) {
      before = new Written(view, documents.document(view, now));
      written.put(key, before);
    }
    return before.document();
  }

  /** The same with estimates and costs as of now. */
  public synchronized List<ClusterDocument> clusters() {
    return documents.all(clock.instant());
  }

  /**
   * A build or a removal that has ended.
   *
   * @param id of the build or removal
   * @param at the newest that was heard of it; it changes when a stage beside it goes on
   * @param isAtRest no stage of it runs any more, or what runs was lost
   */
  public record Ended(String cluster, String id, Instant at, boolean isAtRest) {}

  /** The newest build and the newest removal of each cluster, as far as they have ended. */
  public synchronized List<Ended> ended() {
    List<Ended> ended = new ArrayList<>();
    for (ClusterView view : projection.clusters()) {
      add(ended, view, view.build(), view.build().buildId());
      add(ended, view, view.removal(), view.removal().correlationId());
    }
    return ended;
  }

  private void add(List<Ended> ended, ClusterView view, LineView<?> work, @Nullable String id) {
    Instant end = work.end().orElse(null);
    if (id != null && end != null) {
      Instant at = newest(work, end);
      ended.add(new Ended(view.name(), id, at, isAtRest(view, work, at)));
    }
  }

  private static Instant newest(LineView<?> work, Instant end) {
    return work.stages().values().stream()
        .map(StageView::lastHeard)
        .flatMap(Optional::stream)
        .reduce(end, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** When a build is ready or one stage has failed, others that run beside it end later. */
  private boolean isAtRest(ClusterView view, LineView<?> work, Instant heard) {
    Duration silence = isStopped(view, work) ? STRAGGLERS : LOST;
    return work.stages().values().stream().noneMatch(StageView::isRunning)
        || heard.plus(silence).isBefore(clock.instant());
  }

  private static boolean isStopped(ClusterView view, LineView<?> work) {
    return work instanceof BuildView build && (view.isRemoval() || build.stopped() != null);
  }

  /** Whether a build or removal is the newest one of its cluster. */
  public synchronized boolean isNewest(String id) {
    return projection.clusters().stream()
        .anyMatch(
            view -> id.equals(view.build().buildId()) || id.equals(view.removal().correlationId()));
  }

  /**
   * The id of a cluster's newest build or removal.
   *
   * @param key of the cluster
   */
  public synchronized Optional<String> currentWork(String key) {
    return projection.clusters().stream()
        .filter(view -> ClusterDocuments.key(view).equals(key))
        .findFirst()
        .map(view ->
            view.current() instanceof RemovalView removal
                ? removal.correlationId()
                : view.build().buildId());
  }

  /** The events of a build, in the journal's order. */
  public synchronized List<Event<?>> events(String buildId) {
    return projection.events(buildId);
  }

  void connected(boolean now) {
    connected = now;
  }

  /** Whether the journal is being read. */
  public boolean isConnected() {
    return connected;
  }

  /** Since when the newest event is known; zero before the first. */
  public synchronized Duration age() {
    return newestEventAt == null ? Duration.ZERO : Duration.between(newestEventAt, clock.instant());
  }

  public Instant now() {
    return clock.instant();
  }
}
