package io.clusterline.console.feed;

import io.clusterline.Json;
import io.clusterline.console.feed.Board.Snapshot;
import io.clusterline.projection.ClusterDocument;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What changed, for every browser the same: one message for all events of a short while, numbered
 * by the journal's offset.
 */
public final class Feed implements AutoCloseable {

  /** A browser that was away for longer starts anew. */
  private static final int KEPT = 600;

  /** So many characters of messages are kept; with many clusters one message may have a million. */
  private static final long KEPT_CHARACTERS = 4_000_000;

  /** Milliseconds. */
  private static final long LONGEST_PAUSE = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /**
   * One message of the stream.
   *
   * @param event {@code snapshot}: everything; {@code patch}: what changed since the message before
   */
  public record Message(String journal, long offset, String event, String json) {

    /** By which a browser names the last message that it has. */
    public String id() {
      return journal + "-" + offset;
    }
  }

  private final Board board;
  private final Duration pause;
  private final Map<String, ClusterDocument> sent = new HashMap<>();
  private final Deque<Message> recent = new ArrayDeque<>();
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("feed").factory());
  private String journal = "";
  private long offset = -1;
  private long keptCharacters;
  private boolean connected;
  private @Nullable Message snapshot;

  public Feed(Board board, Duration pause) {
    this.board = board;
    this.pause = pause;
  }

  public Feed start() {
    schedule(pause);
    return this;
  }

  private void schedule(Duration after) {
    timer.schedule(this::flushAndGoOn, after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void flushAndGoOn() {
    long before = offset();
    try {
      flushToSubscribers();
    } catch (RuntimeException e) {
      LOG.error("a message to the browsers was not written", e);
    }
    schedule(pauseAfter(offset() - before));
  }

  /** A storm of events reaches the browsers in few messages: each costs them time. */
  Duration pauseAfter(long events) {
    return Duration.ofMillis(Math.clamp(events, pause.toMillis(), LONGEST_PAUSE));
  }

  private synchronized long offset() {
    return offset;
  }

  /** Without a listener nothing is written: the next message then tells all that has changed. */
  private void flushToSubscribers() {
    if (!subscribers.isEmpty()) {
      flush();
    }
  }

  /** Sends what has changed; nothing when nothing has. */
  synchronized void flush() {
    Snapshot now = board.snapshot();
    boolean isConnected = board.isConnected();
    boolean isSameJournal = now.journal().equals(journal);
    if (isSameJournal && now.offset() == offset && isConnected == connected) {
      return;
    }
    connected = isConnected;
    snapshot = null;
    if (!isSameJournal) {
      startAnew(now.journal());
    }
    ArrayNode changes = changes(now);
    offset = now.offset();
    publish(new Message(journal, offset, isSameJournal ? "patch" : "snapshot", wrap(changes)));
  }

  private void startAnew(String with) {
    sent.clear();
    recent.clear();
    keptCharacters = 0;
    journal = with;
  }

  private ArrayNode changes(Snapshot now) {
    ArrayNode changes = Json.MAPPER.createArrayNode();
    for (ClusterDocument cluster : now.clusters()) {
      ClusterDocument before = sent.put(cluster.key(), cluster);
      if (before != cluster) {
        changes.add(DocumentPatch.of(before, cluster));
      }
    }
    removed(now).forEach(key -> changes.addObject().put("key", key).put("gone", true));
    return changes;
  }

  /** A cluster's place may become known later, which changes its key. */
  private List<String> removed(Snapshot now) {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    now.clusters().forEach(cluster -> keys.add(cluster.key()));
    List<String> gone = sent.keySet().stream().filter(key -> !keys.contains(key)).toList();
    gone.forEach(sent::remove);
    return gone;
  }

  private void publish(Message message) {
    recent.addLast(message);
    keptCharacters += message.json().length();
    while (recent.size() > KEPT || keptCharacters > KEPT_CHARACTERS) {
      keptCharacters -= recent.removeFirst().json().length();
    }
    subscribers.forEach(subscriber -> subscriber.offer(message));
  }

  private String wrap(ArrayNode clusters) {
    ObjectNode root = Json.MAPPER.createObjectNode().put("connected", connected);
    root.set("clusters", clusters);
    return root.toString();
  }

  /**
   * Begins a stream.
   *
   * @param after the id of the last message that the browser has; anything that is not known here
   *     starts with a snapshot
   */
  public synchronized Subscriber subscribe(Optional<String> after) {
    flush();
    Subscriber subscriber = new Subscriber(this);
    List<Message> missed = recent.stream().dropWhile(each -> !isOf(each, after)).toList();
    if (!missed.isEmpty()) {
      missed.stream().skip(1).forEach(subscriber::offer);
    } else {
      subscriber.offer(snapshot());
    }
    subscribers.add(subscriber);
    return subscriber;
  }

  private static boolean isOf(Message message, Optional<String> id) {
    return id.filter(message.id()::equals).isPresent();
  }

  /** Everything that was sent so far: one text for all who come before the next change. */
  synchronized Message snapshot() {
    if (snapshot == null) {
      Map<String, Object> all = Map.of("connected", connected, "clusters", sent.values());
      snapshot = new Message(journal, offset, "snapshot", Json.MAPPER.writeValueAsString(all));
    }
    return snapshot;
  }

  void unsubscribe(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  /** How many browsers listen. */
  public int subscribers() {
    return subscribers.size();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    subscribers.forEach(Subscriber::end);
  }
}
