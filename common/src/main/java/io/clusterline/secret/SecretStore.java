package io.clusterline.secret;

import java.util.Optional;

/** Secrets by name, in the cluster's own account. Values are never logged. */
public interface SecretStore {

  /** Stores it under that name, replacing the former value. */
  SecretRef put(String name, Secret secret);

  Optional<Secret> get(SecretRef ref);

  /** Deletes it at once, without a recovery window; a missing one is success. */
  void delete(SecretRef ref);
}
