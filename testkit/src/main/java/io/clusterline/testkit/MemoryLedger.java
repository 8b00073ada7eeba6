package io.clusterline.testkit;

import io.clusterline.stage.Address;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.LedgerEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A ledger in memory, for tests of steps and of the engine. */
public final class MemoryLedger implements Ledger {

  private final Map<Address, LedgerEntry> entries = new ConcurrentHashMap<>();
  private final AtomicLong writes = new AtomicLong();

  @Override
  public Map<Address, LedgerEntry> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public void write(LedgerEntry entry) {
    writes.incrementAndGet();
    entries.put(entry.address(), entry);
  }

  @Override
  public void delete(Address address) {
    writes.incrementAndGet();
    entries.remove(address);
  }

  public long writes() {
    return writes.get();
  }
}
