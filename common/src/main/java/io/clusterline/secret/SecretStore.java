package io.clusterline.secret;

import java.util.Optional;

/** Secrets by name, in the cluster's own account. Values are never logged. */
public interface SecretStore {

  /** Stores it under that name, in place of what was there. */
  SecretRef put(String name, Secret secret);

  Optional<Secret> get(SecretRef ref);

  /** Removes it at once, without a recovery window; already gone is success. */
  void delete(SecretRef ref);
}
