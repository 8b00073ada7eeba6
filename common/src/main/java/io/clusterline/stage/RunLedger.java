package io.clusterline.stage;

import io.clusterline.Json;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Caches a cluster's ledger for one run: read once at its beginning, written through from then on;
 * no other process writes while the run holds its lease.
 */
final class RunLedger {

  private final ClusterRef cluster;
  private final String account;
  private final String region;
  private final Ledger ledger;
  private final Runnable guard;
  private final Map<Address, LedgerEntry> entries;

  /**
   * @param account the AWS account the stage works in, empty where it has none
   * @param guard throws when the run has lost the right to change anything
   */
  RunLedger(ClusterRef cluster, String account, String region, Ledger ledger, Runnable guard) {
    this.cluster = cluster;
    this.account = account;
    this.region = region;
    this.ledger = ledger;
    this.guard = guard;
    this.entries = new ConcurrentHashMap<>(ledger.entries());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  @Nullable LedgerEntry entry(Address address) {
    return entries.get(address);
  }

  Map<Address, LedgerEntry> entries() {
    return Map.copyOf(entries);
  }

  void write(LedgerEntry entry) {
    guard.run();
    ledger.write(entry);
    entries.put(entry.address(), entry);
  }

  void delete(Address address) {
    guard.run();
    ledger.delete(address);
    entries.remove(address);
  }

  <T> Optional<T> recorded(Kind<?, T> kind, Address address) {
    LedgerEntry entry = entries.get(address);
    return entry == null || entry.value() == null
        ? Optional.empty()
        : Optional.of(Json.MAPPER.convertValue(entry.value(), kind.valueType()));
  }

  /** Records the intent before anything is created. */
  LedgerEntry intent(Address address, Collection<Address> dependsOn) {
    return new LedgerEntry(
        address,
        address.kind(),
        cluster.generation(),
        cluster.generation(),
        account,
        region,
        UUID.randomUUID().toString(),
        null,
        dependsOn.stream().sorted().toList());
  }

  String clientToken(Address address) {
    return entryFor(address, "nonce()").clientToken();
  }

  String freshClientToken(Address address) {
    LedgerEntry old = entryFor(address, "freshNonce()");
    LedgerEntry renewed = intent(old.address(), old.dependsOn());
    write(renewed);
    return renewed.clientToken();
  }

  private LedgerEntry entryFor(Address address, String asked) {
    LedgerEntry entry = entries.get(address);
    if (entry == null) {
      throw new IllegalStateException(address + " has no intent: " + asked + " belongs in apply");
    }
    return entry;
  }
}
