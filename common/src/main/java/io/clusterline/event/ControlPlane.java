package io.clusterline.event;

import io.clusterline.secret.SecretRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The control plane's endpoints and trust anchors.
 *
 * @param endpoint {@code host:port} as the nodes reach the API server, inside the VPC
 * @param publicEndpoint {@code host:port} from outside: the Elastic IP, a name in the certificate
 * @param caCertHash {@code sha256:…} of the cluster CA's public key, pinned by joining nodes
 * @param version that the API server reports: {@code v1.36.3}
 * @param kubeconfig the administrator's, for use from outside
 * @param certificatesExpireAt when the first of the certificates that kubeadm has issued expires;
 *     null where it is not known, as in events of earlier versions
 */
public record ControlPlane(
    String endpoint,
    String publicEndpoint,
    String caCertHash,
    String version,
    SecretRef kubeconfig,
    @Nullable Instant certificatesExpireAt) {}
