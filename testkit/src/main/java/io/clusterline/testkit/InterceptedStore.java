package io.clusterline.testkit;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.DocumentStore;
import io.clusterline.state.StateStore;
import io.clusterline.testkit.StoreCall.Verb;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** A state store whose calls all pass through one method: to watch, count, delay or fail them. */
public abstract class InterceptedStore implements StateStore {

  private final StateStore store;
  private final Set<ClusterLocation> opened = ConcurrentHashMap.newKeySet();

  protected InterceptedStore(StateStore store) {
    this.store = store;
  }

  /**
   * Intercepts one call.
   *
   * @param next makes the call and returns its result; it may be run once or never
   */
  protected abstract <T> T intercept(StoreCall call, Supplier<T> next);

  @Override
  public final DocumentStore documents(ClusterLocation location) {
    return new Documents(location, open(location, () -> store.documents(location)));
  }

  @Override
  public final SecretStore secrets(ClusterLocation location) {
    return new Secrets(location, open(location, () -> store.secrets(location)));
  }

  /** As on AWS, where the account is read once. */
  private <T> T open(ClusterLocation location, Supplier<T> open) {
    if (opened.contains(location)) {
      return open.get();
    }
    T result = intercept(new StoreCall(Verb.OPEN, location, location.region()), open);
    opened.add(location);
    return result;
  }

  @Override
  public String initialise(ClusterLocation location) {
    return store.initialise(location);
  }

  @Override
  public void close() {
    store.close();
  }

  private final class Documents implements DocumentStore {

    private final ClusterLocation location;
    private final DocumentStore documents;

    Documents(ClusterLocation location, DocumentStore documents) {
      this.location = location;
      this.documents = documents;
    }

    @Override
    public Optional<Document> read(String key) {
      return intercept(new StoreCall(Verb.READ, location, key), () -> documents.read(key));
    }

    @Override
    public Document create(String key, String body) {
      return intercept(
          new StoreCall(Verb.CREATE, location, key, null, body), () -> documents.create(key, body));
    }

    @Override
    public Document replace(Document known, String body) {
      return intercept(
          new StoreCall(Verb.REPLACE, location, known.key(), known.body(), body),
          () -> documents.replace(known, body));
    }

    @Override
    public void delete(Document known) {
      intercept(
          new StoreCall(Verb.DELETE, location, known.key(), known.body(), null),
          () -> {
            documents.delete(known);
            return true;
          });
    }

    @Override
    public List<Document> list(String prefix) {
      return intercept(new StoreCall(Verb.LIST, location, prefix), () -> documents.list(prefix));
    }
  }

  private final class Secrets implements SecretStore {

    private final ClusterLocation location;
    private final SecretStore secrets;

    Secrets(ClusterLocation location, SecretStore secrets) {
      this.location = location;
      this.secrets = secrets;
    }

    @Override
    public SecretRef put(String name, Secret secret) {
      return intercept(
          new StoreCall(Verb.PUT_SECRET, location, name), () -> secrets.put(name, secret));
    }

    @Override
    public Optional<Secret> get(SecretRef ref) {
      return intercept(
          new StoreCall(Verb.GET_SECRET, location, ref.name()), () -> secrets.get(ref));
    }

    @Override
    public void delete(SecretRef ref) {
      intercept(
          new StoreCall(Verb.DELETE_SECRET, location, ref.name()),
          () -> {
            secrets.delete(ref);
            return true;
          });
    }
  }
}
