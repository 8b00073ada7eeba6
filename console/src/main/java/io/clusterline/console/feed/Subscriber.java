package io.clusterline.console.feed;

import io.clusterline.console.feed.Feed.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One browser's part of the feed. One that reads too slowly gets a snapshot in place of what it
 * missed.
 */
public final class Subscriber implements AutoCloseable {

  private static final int MOST_WAITING = 16;

  private final Feed feed;
  private final BlockingQueue<Message> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private volatile boolean missed;
  private volatile boolean ended;

  Subscriber(Feed feed) {
    this.feed = feed;
  }

  void offer(Message message) {
    if (!waiting.offer(message)) {
      missed = true;
    }
  }

  void end() {
    ended = true;
  }

  /** The feed has ended: the console stops. */
  public boolean isEnded() {
    return ended;
  }

  /** The next message, or nothing within that time. */
  public Optional<Message> next(Duration within) throws InterruptedException {
    if (missed) {
      return Optional.of(afresh());
    }
    return Optional.ofNullable(waiting.poll(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  private Message afresh() {
    synchronized (feed) {
      waiting.clear();
      missed = false;
      return feed.snapshot();
    }
  }

  @Override
  public void close() {
    feed.unsubscribe(this);
  }
}
