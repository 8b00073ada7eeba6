package io.clusterline.state;

import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.telemetry.LeaseListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Hands out the right to work on a cluster's stage, to one worker at a time.
 *
 * <p>A lease is stale when its version has not changed for the time to live <i>on this observer's
 * own monotonic clock</i>: the clocks of two machines are never compared.
 */
public final class Leases implements AutoCloseable {

  /**
   * @param moved whether the version differed at the poll before: then the holder is alive
   */
  private record Observation(String version, long since, boolean moved) {}

  private final String owner;
  private final Duration timeToLive;
  private final LeaseListener listener;
  private final Map<String, Observation> observations = new ConcurrentHashMap<>();
  private final ScheduledExecutorService heartbeats;

  /**
   * @param owner this worker process, unique: a restarted process is another owner
   * @param timeToLive how long a holder may be silent before it is taken for dead
   */
  public Leases(String owner, Duration timeToLive) {
    this(owner, timeToLive, LeaseListener.NONE);
  }

  /**
   * As above.
   *
   * @param listener of take-overs and missed heartbeats
   */
  public Leases(String owner, Duration timeToLive, LeaseListener listener) {
    this.owner = owner;
    this.timeToLive = timeToLive;
    this.listener = listener;
    this.heartbeats =
        Executors.newScheduledThreadPool(
            1, Thread.ofPlatform().daemon().name("lease-heartbeats").factory());
  }

  /** A lease that is available: it has no holder, or its holder counts as dead. */
  public final class Claim {

    private final StageName stage;
    private final DocumentStore store;
    private final String key;
    private final Optional<DocumentStore.Document> known;

    private Claim(
        StageName stage, DocumentStore store, String key, Optional<DocumentStore.Document> known) {
      this.stage = stage;
      this.store = store;
      this.key = key;
      this.known = known;
    }

    /** The lease, unless another process was faster. */
    public Optional<Lease> acquire() {
      long sentAt = System.nanoTime();
      try {
        return Optional.of(
            known.isPresent()
                ? Leases.this.takeOver(stage, store, known.get(), sentAt)
                : lease(stage, store, store.create(key, body(1)), sentAt));
      } catch (ConflictException somebodyElseWasFaster) {
        return Optional.empty();
      }
    }
  }

  /** The claim to a lease, if it has no holder or its holder counts as dead. */
  public Optional<Claim> claim(StageStore stages, StageName stage) {
    String key = stages.leaseKey(stage);
    Optional<DocumentStore.Document> known = stages.documents().read(key);
    return known.isEmpty() || isAvailable(known.get())
        ? Optional.of(new Claim(stage, stages.documents(), key, known))
        : Optional.empty();
  }

  /** The lease, if it has no holder or its holder counts as dead. */
  public Optional<Lease> acquire(StageStore stages, StageName stage) {
    return claim(stages, stage).flatMap(Claim::acquire);
  }

  private boolean isAvailable(DocumentStore.Document document) {
    LeaseBody body = Json.MAPPER.readValue(document.body(), LeaseBody.class);
    if (body.owner().isEmpty()) {
      return true;
    }
    Observation seen =
        observations.compute(
            document.key(),
            (key, before) ->
                before != null && before.version().equals(document.version())
                    ? new Observation(before.version(), before.since(), false)
                    : new Observation(document.version(), System.nanoTime(), before != null));
    return System.nanoTime() - seen.since() >= timeToLive.toNanos();
  }

  /** Whether no heartbeat was seen between the last two polls: poll again soon. */
  public boolean isUnmoved(StageStore stages, StageName stage) {
    Observation seen = observations.get(stages.leaseKey(stage));
    return seen != null && !seen.moved();
  }

  /** The version of the lease as it is stored: it changes with every heartbeat. */
  public Optional<String> version(StageStore stages, StageName stage) {
    return stages.documents().read(stages.leaseKey(stage)).map(DocumentStore.Document::version);
  }

  private Lease takeOver(
      StageName stage, DocumentStore store, DocumentStore.Document document, long sentAt) {
    LeaseBody before = Json.MAPPER.readValue(document.body(), LeaseBody.class);
    Lease lease = lease(stage, store, store.replace(document, body(before.beat() + 1)), sentAt);
    observations.remove(document.key());
    if (!before.owner().isEmpty()) {
      listener.takenOver(stage);
    }
    return lease;
  }

  private Lease lease(
      StageName stage, DocumentStore store, DocumentStore.Document document, long sentAt) {
    Runnable missed = () -> listener.heartbeatMissed(stage);
    return new Lease(store, document, sentAt, owner, timeToLive, heartbeats, missed);
  }

  private String body(long beat) {
    return Json.MAPPER.writeValueAsString(new LeaseBody(owner, beat));
  }

  /** The stored document; an empty owner means that the lease was released. */
  record LeaseBody(String owner, long beat) {}

  @Override
  public void close() {
    heartbeats.shutdownNow();
  }
}
