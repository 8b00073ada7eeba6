package io.clusterline.bootstrap.kubeadm;

import io.clusterline.secret.Secret;
import java.util.List;

/**
 * Configuration of {@code kubeadm join}.
 *
 * @param endpoint {@code host:port} of the API server inside the VPC
 * @param caCertHash {@code sha256:…}, by which the node verifies the cluster
 */
public record KubeadmJoin(
    String endpoint, String caCertHash, BootstrapToken token, NodeRegistration registration) {

  /** Secret because of the token in it. */
  public Secret yaml() {
    return Secret.of(
        """
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: JoinConfiguration
        discovery:
          bootstrapToken:
            apiServerEndpoint: %s
            token: %s
            caCertHashes: %s
        nodeRegistration:
          name: %s
          criSocket: %s
          taints: %s
          kubeletExtraArgs: %s
        """
            .formatted(
                Yaml.value(endpoint),
                Yaml.value(token.secret().reveal()),
                Yaml.value(List.of(caCertHash)),
                Yaml.value(registration.name()),
                Yaml.value(NodeRegistration.CRI_SOCKET),
                Yaml.value(registration.taints()),
                Yaml.value(registration.kubeletArgs())));
  }
}
