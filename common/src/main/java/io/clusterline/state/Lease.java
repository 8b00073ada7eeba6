package io.clusterline.state;

import io.clusterline.Json;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The right to work on a stage, renewed by a heartbeat until it is released or lost. */
public final class Lease implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  private final DocumentStore store;
  private final String owner;
  private final Duration timeToLive;
  private final ScheduledFuture<?> heartbeat;
  private final Runnable onMissed;
  private DocumentStore.Document document;
  private long renew;
  private volatile long provenAt;
  private volatile boolean lost;
  private volatile boolean expired;

  /**
   * @param sentAt before the request was sent: until then no observer's time to live has begun
   * @param onMissed runs after each heartbeat that the store did not take
   */
  Lease(
      DocumentStore store,
      DocumentStore.Document document,
      long sentAt,
      String owner,
      Duration timeToLive,
      ScheduledExecutorService heartbeats,
      Runnable onMissed) {
    this.store = store;
    this.onMissed = onMissed;
    this.document = document;
    this.provenAt = sentAt;
    this.owner = owner;
    this.timeToLive = timeToLive;
    this.renew = Json.MAPPER.readValue(document.body(), Leases.LeaseBody.class).beat();
    long pause = timeToLive.toMillis() / 3;
    this.heartbeat =
        heartbeats.scheduleWithFixedDelay(
            () -> Thread.startVirtualThread(this::renew), pause, pause, TimeUnit.MILLISECONDS);
  }

  /**
   * Call it before each mutation.
   *
   * @throws ClusterlineException {@link ErrorCode#LEASE_LOST} when it was taken over, or when no
   *     heartbeat has succeeded for its time to live
   */
  public void check() {
    if (!isHeld()) {
      throw new ClusterlineException(
          ErrorCode.LEASE_LOST, "the lease " + document.key() + " is no longer ours");
    }
  }

  /** Once it was unproven for too long it stays so: work begun in doubt is not continued. */
  public boolean isHeld() {
    if (System.nanoTime() - provenAt >= timeToLive.toNanos()) {
      expired = true;
    }
    return !lost && !expired;
  }

  private synchronized void renew() {
    if (!isHeld() || heartbeat.isCancelled()) {
      return;
    }
    long before = System.nanoTime();
    try {
      document = store.replace(document, body(owner));
      provenAt = before;
    } catch (ConflictException e) {
      lost = true;
      heartbeat.cancel(false);
    } catch (RuntimeException e) {
      LOG.warn("heartbeat of {} failed, it will be tried again: {}", document.key(), e.toString());
      onMissed.run();
    }
  }

  private String body(String by) {
    return Json.MAPPER.writeValueAsString(new Leases.LeaseBody(by, ++renew));
  }

  /**
   * Releases it at once, so that no other worker has to wait for its time to live; on an
   * interrupted thread too, because the interrupting worker is the one that waits.
   */
  @Override
  public synchronized void close() {
    heartbeat.cancel(false);
    boolean interrupted = Thread.interrupted();
    if (!lost) {
      release();
    }
    lost = true;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void release() {
    try {
      store.replace(document, body(""));
    } catch (ConflictException takenMeanwhile) {
      LOG.debug("{} was taken over before its release", document.key());
    } catch (RuntimeException e) {
      LOG.warn("{} could not be released, it will expire: {}", document.key(), e.toString());
    }
  }
}
