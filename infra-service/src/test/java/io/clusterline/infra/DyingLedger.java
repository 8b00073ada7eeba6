package io.clusterline.infra;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.LedgerEntry;
import io.clusterline.testkit.MemoryLedger;
import java.util.Map;

/** A worker that is killed after something of a kind was made and before it is written down. */
public final class DyingLedger implements Ledger {

  private final MemoryLedger durable = new MemoryLedger();
  private final String fatalKind;
  private volatile boolean dead;

  public DyingLedger(String fatalKind) {
    this.fatalKind = fatalKind;
  }

  /** The ledger that the next worker finds. */
  public MemoryLedger durable() {
    return durable;
  }

  public boolean isDead() {
    return dead;
  }

  /** To be the guard of the run: a dead worker changes nothing any more. */
  public void check() {
    if (dead) {
      throw new ClusterlineException(ErrorCode.LEASE_LOST, "this worker is dead");
    }
  }

  @Override
  public Map<Address, LedgerEntry> entries() {
    return durable.entries();
  }

  @Override
  public void write(LedgerEntry entry) {
    check();
    if (!entry.isIntent() && entry.kind().equals(fatalKind)) {
      dead = true;
      check();
    }
    durable.write(entry);
  }

  @Override
  public void delete(Address address) {
    check();
    durable.delete(address);
  }
}
