package io.clusterline.event;

import io.clusterline.secret.SecretRef;

/**
 * The control plane's endpoints and trust anchors.
 *
 * @param endpoint {@code host:port} as the nodes reach the API server, inside the VPC
 * @param publicEndpoint {@code host:port} from outside: the Elastic IP, a name in the certificate
 * @param caCertHash {@code sha256:…} of the cluster CA's public key, pinned by joining nodes
 * @param version that the API server reports: {@code v1.36.3}
 * @param kubeconfig the administrator's, for use from outside
 */
public record ControlPlane(
    String endpoint,
    String publicEndpoint,
    String caCertHash,
    String version,
    SecretRef kubeconfig) {}
