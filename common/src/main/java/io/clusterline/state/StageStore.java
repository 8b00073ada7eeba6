package io.clusterline.state;

import io.clusterline.event.StageName;
import io.clusterline.state.DocumentStore.Document;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stage records, ledgers and leases of one cluster: of a name and the uid that it has. Every change
 * is a compare-and-set.
 */
public final class StageStore {

  private static final Logger LOG = LoggerFactory.getLogger(StageStore.class);

  private final DocumentStore store;
  private final String cluster;
  private final String uid;
  private final Documents<StageRecord> records;

  StageStore(DocumentStore store, String cluster, String uid) {
    this.store = store;
    this.cluster = cluster;
    this.uid = uid;
    this.records = new Documents<>(store, StageRecord.class);
  }

  public Optional<StageRecord> read(StageName stage) {
    return records.read(Keys.stage(cluster, uid, stage));
  }

  /** The stage's record, if it is of that generation. */
  public Optional<StageRecord> read(StageName stage, long generation) {
    return read(stage).filter(record -> record.generation() == generation);
  }

  /** Changes the record, or creates it from {@code initial}; returns the stored record. */
  public StageRecord change(StageRecord initial, UnaryOperator<StageRecord> change) {
    return records.change(Keys.stage(cluster, uid, initial.stage()), initial, change);
  }

  /** Changes the record if there is one; a deleted record stays deleted. */
  public Optional<StageRecord> update(StageName stage, UnaryOperator<StageRecord> change) {
    return records.update(Keys.stage(cluster, uid, stage), change);
  }

  /**
   * Moves the record on behalf of an attempt.
   *
   * @return the record after the move; empty when the record refused it or is deleted: then it has
   *     moved on without this attempt
   */
  public Optional<StageRecord> move(StageName stage, AttemptId attempt, Transition transition) {
    try {
      return update(stage, before -> before.on(transition, attempt));
    } catch (IllegalTransitionException goneOn) {
      return Optional.empty();
    }
  }

  public StoredLedger ledger(StageName stage) {
    return new StoredLedger(store, cluster, uid, stage);
  }

  /**
   * Deletes everything stored under this uid, once nothing is left of the cluster. The register
   * entry under its name stays, and so do the records of a new cluster of that name.
   */
  public void deleteAll() {
    for (List<Document> left = all(); !left.isEmpty(); left = all()) {
      left.forEach(this::deleteUnlessChanged);
    }
  }

  private List<Document> all() {
    return store.list(Keys.all(cluster, uid));
  }

  /** A last heartbeat may interfere: then it is found at the next attempt. */
  private void deleteUnlessChanged(Document document) {
    try {
      store.delete(document);
    } catch (ConflictException changedMeanwhile) {
      LOG.debug("{} was written while it was being deleted", document.key());
    }
  }

  String leaseKey(StageName stage) {
    return Keys.lease(cluster, uid, stage);
  }

  DocumentStore documents() {
    return store;
  }
}
