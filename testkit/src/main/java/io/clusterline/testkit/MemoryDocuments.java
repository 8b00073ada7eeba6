package io.clusterline.testkit;

import io.clusterline.state.ConflictException;
import io.clusterline.state.DocumentStore;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A document store in memory, for tests of its users. The real one is in state-aws. */
public final class MemoryDocuments implements DocumentStore {

  private final TreeMap<String, Document> documents = new TreeMap<>();
  private long writes;

  @Override
  public synchronized Optional<Document> read(String key) {
    return Optional.ofNullable(documents.get(key));
  }

  @Override
  public synchronized Document create(String key, String body) {
    if (documents.containsKey(key)) {
      throw new ConflictException(key);
    }
    return store(key, body);
  }

  @Override
  public synchronized Document replace(Document known, String body) {
    Document now = documents.get(known.key());
    if (now == null || !now.version().equals(known.version())) {
      throw new ConflictException(known.key());
    }
    return store(known.key(), body);
  }

  private Document store(String key, String body) {
    Document document = new Document(key, body, "v" + ++writes);
    documents.put(key, document);
    return document;
  }

  @Override
  public synchronized void delete(Document known) {
    Document now = documents.get(known.key());
    if (now != null && !now.version().equals(known.version())) {
      throw new ConflictException(known.key());
    }
    documents.remove(known.key());
  }

  @Override
  public synchronized List<Document> list(String prefix) {
    return documents.values().stream().filter(d -> d.key().startsWith(prefix)).toList();
  }

  /** How many writes there were. */
  public synchronized long writes() {
    return writes;
  }
}
