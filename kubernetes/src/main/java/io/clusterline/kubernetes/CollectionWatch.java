package io.clusterline.kubernetes;

import com.google.gson.JsonObject;
import io.clusterline.kubernetes.ResourceTypes.ResourceType;
import io.kubernetes.client.util.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the objects of one selection until it is closed. A watch that ends or breaks is opened
 * again, from the objects as they are then, so that nothing is missed.
 */
final class CollectionWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CollectionWatch.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Server server;
  private final ResourceTypes types;
  private final Selection selection;
  private final Runnable changed;
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean open;

  private CollectionWatch(
      Server server, ResourceTypes types, Selection selection, Runnable changed) {
    this.server = server;
    this.types = types;
    this.selection = selection;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("watch " + selection.kind()).unstarted(this::run);
  }

  /**
   * @param changed called whenever something may have changed; must not block
   */
  static CollectionWatch start(
      Server server, ResourceTypes types, Selection selection, Runnable changed) {
    CollectionWatch watch = new CollectionWatch(server, types, selection, changed);
    watch.thread.start();
    return watch;
  }

  /** Whether the watch is open and reports changes. */
  boolean isOpen() {
    return open;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!closed) {
      try {
        follow();
        pause = FIRST_PAUSE;
      } catch (RuntimeException | IOException e) { // the library throws both when a watch breaks
        LOG.debug("the watch of {} broke: {}", selection, e.getMessage());
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
      LockSupport.parkNanos(pause.toNanos()); // ends at once when closed
    }
  }

  /** Returns when the API server ends the watch. */
  private void follow() throws IOException {
    ResourceType type = types.of(selection.apiVersion(), selection.kind());
    String path = type.collection(selection.namespace());
    try (Watch<JsonObject> watch = server.watch(path, selection)) {
      open = true;
      changed.run(); // changes between the last poll and now
      while (!closed && watch.hasNext()) {
        handle(watch.next());
      }
    } finally {
      open = false;
    }
  }

  private void handle(Watch.Response<JsonObject> event) {
    if (event.type.equals("ERROR")) {
      throw new IllegalStateException(event.status == null ? "" : event.status.getMessage());
    }
    changed.run();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
