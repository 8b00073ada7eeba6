package io.clusterline.testkit;

import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A secret store in memory. */
public final class MemorySecrets implements SecretStore {

  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();

  @Override
  public SecretRef put(String name, Secret secret) {
    secrets.put(name, secret);
    return new SecretRef(name);
  }

  @Override
  public Optional<Secret> get(SecretRef ref) {
    return Optional.ofNullable(secrets.get(ref.name()));
  }

  @Override
  public void delete(SecretRef ref) {
    secrets.remove(ref.name());
  }

  /** Names of the stored secrets. */
  public Set<String> names() {
    return Set.copyOf(secrets.keySet());
  }
}
