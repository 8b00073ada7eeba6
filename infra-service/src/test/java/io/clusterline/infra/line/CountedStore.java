package io.clusterline.infra.line;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A state store that counts what is asked of it, by kind of document. */
final class CountedStore implements StateStore {

  private final StateStore store;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  CountedStore(StateStore store) {
    this.store = store;
  }

  /** As {@code read lease}: how often. */
  Map<String, Long> counts() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((what, count) -> sums.put(what, count.sum()));
    return sums;
  }

  private void count(String verb, String key) {
    counts.computeIfAbsent(verb + " " + kind(key), what -> new LongAdder()).increment();
  }

  private static String kind(String key) {
    return key.contains("/ledger/")
        ? "ledger"
        : key.substring(key.lastIndexOf('/') + 1).replace(".json", "");
  }

  @Override
  public DocumentStore documents(ClusterLocation location) {
    return new Counted(store.documents(location));
  }

  @Override
  public SecretStore secrets(ClusterLocation location) {
    return store.secrets(location);
  }

  @Override
  public String initialise(ClusterLocation location) {
    return store.initialise(location);
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Counted implements DocumentStore {

    private final DocumentStore documents;

    Counted(DocumentStore documents) {
      this.documents = documents;
    }

    @Override
    public Optional<Document> read(String key) {
      count("read", key);
      return documents.read(key);
    }

    @Override
    public Document create(String key, String body) {
      count("write", key);
      return documents.create(key, body);
    }

    @Override
    public Document replace(Document known, String body) {
      count("write", known.key());
      return documents.replace(known, body);
    }

    @Override
    public void delete(Document known) {
      count("delete", known.key());
      documents.delete(known);
    }

    @Override
    public List<Document> list(String prefix) {
      List<Document> all = documents.list(prefix);
      all.forEach(one -> count("read listed", one.key()));
      return all;
    }
  }
}
