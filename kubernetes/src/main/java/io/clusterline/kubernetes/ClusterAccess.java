package io.clusterline.kubernetes;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.kubeconfig.EmbeddedKubeconfig;
import io.clusterline.secret.Secret;
import io.clusterline.secret.SecretRef;
import io.clusterline.secret.SecretStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Access to a cluster's API server with the kubeconfig from the secret store. It connects and reads
 * secrets only when needed: a cluster whose control plane is dead, or whose kubeconfig is gone,
 * must be removable.
 */
public final class ClusterAccess implements AutoCloseable {

  private final SecretStore secrets;
  private final SecretRef kubeconfig;
  private final KubernetesCalls calls;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable KubernetesApi api;

  public ClusterAccess(SecretStore secrets, SecretRef kubeconfig, KubernetesCalls calls) {
    this.secrets = secrets;
    this.kubeconfig = kubeconfig;
    this.calls = calls;
  }

  /** Empty when the cluster never had a kubeconfig, or its secrets are deleted already. */
  public Optional<Secret> kubeconfig() {
    return secrets.get(kubeconfig);
  }

  /**
   * For other programs: rebuilt from the parsed values of the stored one, so that nothing else in
   * it reaches them.
   *
   * @throws ClusterlineException {@link ErrorCode#KUBERNETES_UNREACHABLE} when there is no
   *     kubeconfig, {@link ErrorCode#UNSAFE_KUBECONFIG} when it is refused
   */
  public Secret requireKubeconfig() {
    return EmbeddedKubeconfig.parse(stored()).text();
  }

  private Secret stored() {
    return kubeconfig()
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.KUBERNETES_UNREACHABLE,
                "the secret store has no kubeconfig under " + kubeconfig.name()));
  }

  /** One connection for all callers, opened on first use. */
  public KubernetesApi api() {
    lock.lock();
    try {
      KubernetesApi known = api;
      if (known == null) {
        known = KubernetesApi.connect(stored(), calls);
        api = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** For callers with little time: one short try of each call. Close it. */
  public KubernetesApi brief(Duration connect, Duration call) {
    return KubernetesApi.connect(stored(), calls.brief(connect, call));
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (api != null) {
        api.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
