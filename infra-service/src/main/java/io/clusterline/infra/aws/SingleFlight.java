package io.clusterline.infra.aws;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares one read among concurrent callers. No caller gets an answer older than its question: a
 * read is shared only with callers that asked before it began.
 */
final class SingleFlight<T> {

  private final Supplier<T> read;
  private final ReentrantLock reading = new ReentrantLock(true);
  private @Nullable T answer;
  private long begunAt;

  SingleFlight(Supplier<T> read) {
    this.read = read;
  }

  T get() {
    long askedAt = System.nanoTime();
    try {
      reading.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterlineException(ErrorCode.CANCELLED, "stopped while reading", e);
    }
    try {
      T known = answer;
      return known != null && begunAt - askedAt >= 0 ? known : readNow();
    } finally {
      reading.unlock();
    }
  }

  private T readNow() {
    long now = System.nanoTime();
    T fresh = read.get();
    answer = fresh;
    begunAt = now;
    return fresh;
  }
}
