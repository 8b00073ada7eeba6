package io.clusterline.event;

import io.clusterline.secret.SecretRef;

/**
 * The control plane: how to reach it and how to trust it.
 *
 * @param endpoint {@code host:port} as the nodes reach the API server, inside the VPC
 * @param publicEndpoint {@code host:port} from outside: the Elastic IP, a name in the certificate
 * @param caCertHash {@code sha256:…} of the cluster CA's public key, what joining nodes pin
 * @param version of the API server, as it says itself: {@code v1.36.3}
 * @param kubeconfig the administrator's, for use from outside
 */
public record ControlPlane(
    String endpoint,
    String publicEndpoint,
    String caCertHash,
    String version,
    SecretRef kubeconfig) {}
