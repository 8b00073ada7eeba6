package io.clusterline.secret;

import java.util.Optional;

/**
 * The secrets of one cluster and of no other, whatever reference an event holds.
 *
 * <p>Every method throws a {@link io.clusterline.failure.ClusterlineException} with code {@code
 * FORGED_EVENT} for a name outside of the scope, before the store is called.
 */
public final class ScopedSecrets implements SecretStore {

  private final SecretStore store;
  private final SecretScope scope;

  public ScopedSecrets(SecretStore store, SecretScope scope) {
    this.store = store;
    this.scope = scope;
  }

  public ScopedSecrets(SecretStore store, String cluster, String uid) {
    this(store, new SecretScope(cluster, uid));
  }

  @Override
  public SecretRef put(String name, Secret secret) {
    return store.put(scope.checked(new SecretRef(name)).name(), secret);
  }

  @Override
  public Optional<Secret> get(SecretRef ref) {
    return store.get(scope.checked(ref));
  }

  @Override
  public void delete(SecretRef ref) {
    store.delete(scope.checked(ref));
  }
}
