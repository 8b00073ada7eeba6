package io.clusterline.gitops.reclaim;

import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.gitops.platform.Platform;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reclaims what the cluster created outside of its machines: load balancers and volumes, which its
 * own controllers delete in the right order. It never blocks a removal: what fails or takes too
 * long is reported, and left to the search by tags that ends a removal.
 */
public final class ClusterRelease {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration GIVING_BACK = Duration.ofSeconds(60);

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(5);

  private static final Set<ErrorCode> OF_THE_CLUSTER =
      EnumSet.of(
          ErrorCode.KUBERNETES_UNREACHABLE,
          ErrorCode.KUBERNETES_REJECTED,
          ErrorCode.UNSAFE_KUBECONFIG,
          ErrorCode.DEADLINE_EXCEEDED);

  private final Platform platform;
  private final List<Retained> retained = new ArrayList<>();

  public ClusterRelease(Platform platform) {
    this.platform = platform;
  }

  /**
   * @return what could not be reclaimed and why; empty for a cluster that never had an API
   */
  public List<Retained> run() {
    if (platform.access().kubeconfig().isPresent()) {
      reclaimIfReachable();
    }
    return List.copyOf(retained);
  }

  private void reclaimIfReachable() {
    try (KubernetesApi api = platform.access().brief(CONNECT, CALL)) {
      awaitAnswer(api);
      release(api);
    } catch (ClusterlineException e) {
      if (!OF_THE_CLUSTER.contains(e.code())) {
        throw e; // not the cluster's fault: we may not go on
      }
      retained.add(
          new Retained(
              "load balancers and volumes that the cluster made",
              e.getMessage() + "; they are looked for by their tags"));
    }
  }

  private void awaitAnswer(KubernetesApi api) {
    Wait.until("the API server at " + api.address() + " answers")
        .within(ANSWER)
        .reporting(platform::report)
        .poll(() -> answer(api));
  }

  private static Seen<String> answer(KubernetesApi api) {
    try {
      return Seen.yes(api.version());
    } catch (ClusterlineException e) {
      if (e.code() != ErrorCode.KUBERNETES_UNREACHABLE) {
        throw e;
      }
      return Seen.notYet(String.valueOf(e.getMessage()));
    }
  }

  private void release(KubernetesApi api) {
    BestEffort effort = new BestEffort(platform, retained);
    new DeadWebhooks(api, effort).remove();
    new GitOpsPause(api, effort).pause();
    List<OutsideThing> awaited = new ArrayList<>(new LoadBalancers(api, effort).release());
    awaited.addAll(new Volumes(api, effort).release());
    if (!awaited.isEmpty()) {
      retained.addAll(new ReclaimWait(api, platform, awaited).await(answerLimit()));
    }
  }

  private Duration answerLimit() {
    Duration health = platform.healthWithin();
    return health.compareTo(GIVING_BACK) < 0 ? health : GIVING_BACK;
  }
}
