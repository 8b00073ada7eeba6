package io.clusterline.network.cluster;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Caches a read for a limited time: fourteen nodes cost one call and not fourteen. */
final class CachedRead<T> {

  private final Supplier<T> read;
  private final long life;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;
  private long asOf;

  CachedRead(Duration life, Supplier<T> read) {
    this(life, read, System::nanoTime);
  }

  CachedRead(Duration life, Supplier<T> read, LongSupplier nanoTime) {
    this.life = life.toNanos();
    this.read = read;
    this.nanoTime = nanoTime;
  }

  /** At most one life old. */
  T get() {
    lock.lock();
    try {
      T known = value;
      if (known != null && nanoTime.getAsLong() - asOf < life) {
        return known;
      }
      long before = nanoTime.getAsLong(); // its age counts from the start of the read
      T fresh = read.get();
      value = fresh;
      asOf = before;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  /** After a change: the next caller reads again. */
  void invalidate() {
    lock.lock();
    try {
      value = null;
    } finally {
      lock.unlock();
    }
  }
}
