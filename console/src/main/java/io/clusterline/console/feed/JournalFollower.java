package io.clusterline.console.feed;

import io.clusterline.messaging.JournalReader;
import io.clusterline.messaging.JournalReader.Entry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one reader of the journal. When the broker goes away, it goes on where it was. */
public final class JournalFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Opens the journal. */
  @FunctionalInterface
  public interface Opener {
    /**
     * @param offset {@code first}, or a number
     */
    JournalReader open(Object offset) throws IOException;
  }

  private final Opener opener;
  private final Board board;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("journal").unstarted(this::run);

  public JournalFollower(Opener opener, Board board) {
    this.opener = opener;
    this.board = board;
  }

  public JournalFollower start() {
    thread.start();
    return this;
  }

  private void run() {
    String lastReason = "";
    do {
      try (JournalReader journal = opener.open(from())) {
        lastReason = "";
        board.connected(true);
        read(journal);
      } catch (IOException | RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        if (!reason.equals(lastReason)) {
          LOG.warn("the journal cannot be read, trying again: {}", reason);
          lastReason = reason;
        }
      } finally {
        board.connected(false);
      }
    } while (!isStoppedWithin(PAUSE));
  }

  private Object from() {
    long next = board.nextOffset();
    return next == 0 ? "first" : next;
  }

  private void read(JournalReader journal) throws IOException {
    while (!isStoppedWithin(Duration.ZERO)) {
      Optional<Entry> entry = journal.next(POLL);
      entry.ifPresent(board::add);
    }
  }

  private boolean isStoppedWithin(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
  }
}
