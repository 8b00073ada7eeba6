package io.clusterline.testkit;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import io.clusterline.state.StateStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A state store in memory, for tests of what is built upon one. */
public final class MemoryStateStore implements StateStore {

  private final MemoryDocuments documents = new MemoryDocuments();
  private final Map<SecretRef, Secret> secrets = new ConcurrentHashMap<>();

  @Override
  public MemoryDocuments documents(ClusterLocation location) {
    return documents;
  }

  @Override
  public SecretStore secrets(ClusterLocation location) {
    return new SecretStore() {
      @Override
      public SecretRef put(String name, Secret secret) {
        SecretRef ref = new SecretRef(name);
        secrets.put(ref, secret);
        return ref;
      }

      @Override
      public Optional<Secret> get(SecretRef ref) {
        return Optional.ofNullable(secrets.get(ref));
      }

      @Override
      public void delete(SecretRef ref) {
        secrets.remove(ref);
      }
    };
  }

  @Override
  public String initialise(ClusterLocation location) {
    return "nothing to do in memory";
  }

  @Override
  public void close() {}
}
