package io.clusterline.kubernetes;

import io.clusterline.stage.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Pauses a wait until one of the watched objects has changed. Opens its watches with the first
 * pause: a condition that already holds needs none.
 */
final class Changes implements Wait.Pause, AutoCloseable {

  /** Even with all watches open: a poll may depend on more than the watched objects. */
  private static final Duration UNTOLD = Duration.ofSeconds(15);

  /** Changes come in bursts: one poll covers them all. */
  private static final Duration BURST = Duration.ofMillis(100);

  private final Server server;
  private final ResourceTypes types;
  private final List<Selection> selections;
  private final Semaphore changed = new Semaphore(0);
  private final List<CollectionWatch> watches = new ArrayList<>();

  Changes(Server server, ResourceTypes types, List<Selection> selections) {
    this.server = server;
    this.types = types;
    this.selections = selections;
  }

  @Override
  public void pause(Duration usual, Duration remaining) throws InterruptedException {
    if (watches.isEmpty()) {
      start();
    }
    boolean told = watches.stream().allMatch(CollectionWatch::isOpen);
    Duration longest = shorter(told ? UNTOLD : usual, remaining);
    if (changed.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      LockSupport.parkNanos(BURST.toNanos());
      changed.drainPermits();
    }
  }

  private void start() {
    for (Selection selection : selections) {
      watches.add(CollectionWatch.start(server, types, selection, changed::release));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    watches.forEach(CollectionWatch::close);
  }
}
