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

/**
 * The one reader of the journal. When the broker goes away, it goes on where it was; when the
 * journal was made anew meanwhile, it begins with that.
 */
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
      } catch (Error e) {
        LOG.error("the console ends", e);
        Runtime.getRuntime().halt(1); // it is started again, and reads the journal again
      } finally {
        board.connected(false);
      }
    } while (!isStoppedWithin(PAUSE));
  }

  private Object from() {
    long newest = board.offset();
    return newest < 0 ? "first" : newest;
  }

  private void read(JournalReader journal) throws IOException {
    boolean isFirst = true;
    while (!isStoppedWithin(Duration.ZERO)) {
      Optional<Entry> entry = journal.next(POLL);
      if (entry.isPresent() && isFirst && !board.isContinuedBy(entry.get())) {
        board.startAnew();
        throw new IOException("another journal took its place: reading it from its begin");
      }
      isFirst = isFirst && entry.isEmpty();
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
