package io.clusterline.resilience;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pools expensive values by key, up to a limit. The least recently used one is evicted; it is
 * closed once it is unused. So untrusted keys, such as regions and roles of a specification, cannot
 * fill the memory.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class BoundedPool<K, V extends AutoCloseable> implements AutoCloseable {

  private final int most;
  private final Function<K, V> open;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most number of values; more exist only while more are in use
   * @param open creates one; runs without the pool's lock
   */
  public BoundedPool(int most, Function<K, V> open) {
    this.most = most;
    this.open = open;
  }

  /** The value of one key, open until the use of it ends. */
  private final class Entry {
    private final ReentrantLock opening = new ReentrantLock();
    private @Nullable V value;
    private int users;
    private boolean evicted;

    V value(K key) {
      opening.lock();
      try {
        V known = value;
        if (known == null) {
          known = open.apply(key);
          value = known;
        }
        return known;
      } finally {
        opening.unlock();
      }
    }
  }

  /** Uses the value of that key; it is not closed before the use has ended. */
  public <T> T with(K key, Function<V, T> use) {
    Entry entry = acquire(key);
    try {
      return use.apply(entry.value(key));
    } finally {
      release(entry);
    }
  }

  /** How many are kept. */
  public int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private Entry acquire(K key) {
    List<Entry> idle = new ArrayList<>();
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
      entry.users++;
      evict(idle);
      return entry;
    } finally {
      lock.unlock();
      idle.forEach(this::close);
    }
  }

  /** Values in use are evicted too, so that the bound holds; their last user closes them. */
  private void evict(List<Entry> idle) {
    Iterator<Entry> eldest = entries.values().iterator();
    while (entries.size() > most) {
      Entry entry = eldest.next();
      eldest.remove();
      entry.evicted = true;
      if (entry.users == 0) {
        idle.add(entry);
      }
    }
  }

  private void release(Entry entry) {
    boolean last;
    lock.lock();
    try {
      entry.users--;
      last = entry.evicted && entry.users == 0;
    } finally {
      lock.unlock();
    }
    if (last) {
      close(entry);
    }
  }

  private void close(Entry entry) {
    V value = entry.value;
    if (value == null) {
      return;
    }
    try {
      value.close();
    } catch (Exception e) {
      throw new IllegalStateException("could not close " + value, e);
    }
  }

  /** Closes unused values; the rest is closed by its last user. */
  @Override
  public void close() {
    List<Entry> idle = new ArrayList<>();
    lock.lock();
    try {
      entries
          .values()
          .forEach(entry -> {
            entry.evicted = true;
            if (entry.users == 0) {
              idle.add(entry);
            }
          });
      entries.clear();
    } finally {
      lock.unlock();
    }
    idle.forEach(this::close);
  }
}
