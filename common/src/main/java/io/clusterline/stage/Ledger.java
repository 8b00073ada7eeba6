package io.clusterline.stage;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import java.util.Map;

/**
 * What really exists because of us, one entry per step address of one cluster's stage. Writes are
 * durable when they return. One writer at a time: the holder of the stage's lease.
 */
public interface Ledger {

  /** All entries, as they are stored now. */
  Map<Address, LedgerEntry> entries();

  /**
   * Adds or replaces the entry of that address.
   *
   * @throws ClusterlineException {@link ErrorCode#LEASE_LOST} when somebody else wrote it meanwhile
   */
  void write(LedgerEntry entry);

  /** Forgets the address; already forgotten is success. */
  void delete(Address address);
}
