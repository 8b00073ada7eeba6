package io.clusterline.stage;

import io.clusterline.failure.ErrorCode;
import java.util.Map;

/**
 * Records the resources that a stage has created for one cluster, one entry per step address.
 * Writes are durable when they return. One writer at a time: the holder of the stage's lease.
 */
public interface Ledger {

  /** All entries, as they are stored now. */
  Map<Address, LedgerEntry> entries();

  /**
   * Adds or replaces the entry of that address.
   *
   * @throws ClusterlineException {@link ErrorCode#LEASE_LOST} when another writer changed it
   *     meanwhile
   */
  void write(LedgerEntry entry);

  /** Forgets the address; already forgotten is success. */
  void delete(Address address);
}
