package io.clusterline.state;

import io.clusterline.Json;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Address;
import io.clusterline.stage.Ledger;
import io.clusterline.stage.LedgerEntry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The ledger of one cluster's stage: one document per address, so that steps never wait for one
 * another.
 */
public final class StoredLedger implements Ledger {

  private final DocumentStore store;
  private final String cluster;
  private final String uid;
  private final StageName stage;
  private final Map<Address, DocumentStore.Document> known = new ConcurrentHashMap<>();

  StoredLedger(DocumentStore store, String cluster, String uid, StageName stage) {
    this.store = store;
    this.cluster = cluster;
    this.uid = uid;
    this.stage = stage;
  }

  @Override
  public Map<Address, LedgerEntry> entries() {
    known.clear();
    for (DocumentStore.Document document : store.list(Keys.ledger(cluster, uid, stage))) {
      known.put(parse(document).address(), document);
    }
    return known.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> parse(entry.getValue())));
  }

  @Override
  public void write(LedgerEntry entry) {
    String body = Json.MAPPER.writeValueAsString(entry);
    DocumentStore.Document before = known.get(entry.address());
    try {
      known.put(
          entry.address(),
          before == null
              ? store.create(Keys.ledgerEntry(cluster, uid, stage, entry.address()), body)
              : store.replace(before, body));
    } catch (ConflictException e) {
      throw changedBy(entry.address(), e);
    }
  }

  private static ClusterlineException changedBy(Address address, ConflictException e) {
    return new ClusterlineException(
        ErrorCode.LEASE_LOST, "another worker wrote the ledger entry of " + address, e);
  }

  @Override
  public void delete(Address address) {
    DocumentStore.Document before = known.get(address);
    if (before == null) {
      return;
    }
    try {
      store.delete(before);
    } catch (ConflictException e) {
      throw changedBy(address, e);
    }
    known.remove(address);
  }

  private static LedgerEntry parse(DocumentStore.Document document) {
    return Json.MAPPER.readValue(document.body(), LedgerEntry.class);
  }
}
