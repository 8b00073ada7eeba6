package io.clusterline.kubernetes;

import io.clusterline.failure.ErrorCode;
import io.clusterline.resilience.CallPolicy;
import io.clusterline.resilience.Endpoint;
import io.clusterline.resilience.Resilience;
import io.clusterline.telemetry.CallMetrics;
import java.time.Duration;
import java.util.Set;

/** How this process calls API servers: a circuit breaker for each, so none troubles another. */
public final class KubernetesCalls {

  private static final Set<Integer> DOWN = Set.of(KubernetesException.NO_ANSWER, 502, 503, 504);

  private final KubernetesSettings settings;
  private final Resilience resilience;
  private final CallPolicy policy;

  public KubernetesCalls(KubernetesSettings settings, Resilience resilience) {
    this("kubernetes", settings, resilience);
  }

  private KubernetesCalls(String name, KubernetesSettings settings, Resilience resilience) {
    this.settings = settings;
    this.resilience = resilience;
    this.policy =
        new CallPolicy(
            name,
            true,
            ErrorCode.KUBERNETES_UNREACHABLE,
            settings.retry(),
            settings.breaker(),
            failure -> failure instanceof KubernetesException e && e.isUnreachable(),
            KubernetesCalls::isOutage);
  }

  /** The same with one short try, under guards of their own. */
  KubernetesCalls brief(Duration connect, Duration call) {
    return new KubernetesCalls("kubernetes-brief", settings.with(connect, call, 1), resilience);
  }

  KubernetesSettings settings() {
    return settings;
  }

  CallMetrics metrics() {
    return resilience.calls();
  }

  /**
   * @param address {@code host:port}
   */
  Endpoint endpoint(String address) {
    return resilience.endpoint(policy, address);
  }

  /** Neither 429 nor 500: an overloaded server answers, and a failed webhook gives 500 too. */
  private static boolean isOutage(Throwable failure) {
    return failure instanceof KubernetesException e
        && e.isUnreachable()
        && DOWN.contains(e.status());
  }
}
