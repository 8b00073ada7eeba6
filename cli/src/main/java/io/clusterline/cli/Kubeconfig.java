package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.state.StateStore;

/** The administrator's kubeconfig of a cluster, from the secrets of its account. */
final class Kubeconfig {

  private Kubeconfig() {}

  static Secret read(ClusterLocation location, SecretRef ref) {
    try (StateStore store = StateStore.open()) {
      return store
          .secrets(location)
          .get(ref)
          .orElseThrow(() ->
              new CliException(
                  ExitCode.UNAVAILABLE,
                  "the secret " + ref.name() + " does not exist in " + location.region(),
                  "Use credentials of the cluster's own account."));
    }
  }
}
