package io.clusterline.drill;

import io.clusterline.Json;
import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.MemoryStateStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A state store that notes every write by which an older generation takes a newer one's place. */
final class WatchedStore implements StateStore {

  private final MemoryStateStore store = new MemoryStateStore();
  private final List<String> regressions = new CopyOnWriteArrayList<>();

  /** What should not have been. */
  List<String> regressions() {
    return regressions;
  }

  @Override
  public DocumentStore documents(ClusterLocation location) {
    DocumentStore documents = store.documents(location);
    return new DocumentStore() {
      @Override
      public Optional<Document> read(String key) {
        return documents.read(key);
      }

      @Override
      public Document create(String key, String body) {
        return documents.create(key, body);
      }

      @Override
      public Document replace(Document known, String body) {
        Document written = documents.replace(known, body);
        compare(known, body);
        return written;
      }

      @Override
      public void delete(Document known) {
        documents.delete(known);
      }

      @Override
      public List<Document> list(String prefix) {
        return documents.list(prefix);
      }
    };
  }

  private void compare(DocumentStore.Document before, String after) {
    long was = generation(before.body());
    long is = generation(after);
    if (is < was) {
      regressions.add(before.key() + ": generation " + was + " became " + is);
    }
  }

  private static long generation(String body) {
    JsonNode json = Json.MAPPER.readTree(body);
    return json.path("generation").asLong(0);
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
}
