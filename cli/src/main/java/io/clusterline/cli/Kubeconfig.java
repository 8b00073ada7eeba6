package io.clusterline.cli;

import io.clusterline.event.ClusterLocation;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.state.StateStore;

/**
 * The administrator's kubeconfig of a cluster, from the secrets of its account. It is rebuilt here
 * too, because the secret may be older than the check in the stage that stores it.
 */
final class Kubeconfig {

  private Kubeconfig() {}

  static Secret read(ClusterLocation location, SecretRef ref) {
    try (StateStore store = StateStore.open()) {
      return store
          .secrets(location)
          .get(ref)
          .map(stored -> EmbeddedKubeconfig.parse(stored).text())
          .orElseThrow(() ->
              new CliException(
                  ExitCode.UNAVAILABLE,
                  "the secret " + ref.name() + " does not exist in " + location.region(),
                  "Use credentials of the cluster's own account."));
    }
  }
}
