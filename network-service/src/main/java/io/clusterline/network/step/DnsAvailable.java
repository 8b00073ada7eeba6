package io.clusterline.network.step;

import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.WorkloadHealth;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import java.util.List;

/** CoreDNS has all the replicas that it wants. */
public record DnsAvailable(CniComplete cni, Duration within)
    implements Step<ClusterNetwork, String> {

  public static final Kind<ClusterNetwork, String> KIND =
      Kind.withoutResource("dns-available", String.class);

  private static final ObjectRef DNS =
      ObjectRef.namespaced("apps/v1", "Deployment", "kube-system", "coredns");

  @Override
  public Kind<ClusterNetwork, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return DNS.name();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(ClusterNetwork network) {
    return look(network).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(ClusterNetwork network, Found<String> found) {
    return network
        .kubernetes()
        .await(
            Wait.until("CoreDNS is available")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.CLUSTER_DNS_NOT_READY)
                .reporting(network::report),
            List.of(Selection.of(DNS)),
            () -> look(network));
  }

  private static Seen<String> look(ClusterNetwork network) {
    WorkloadHealth health = network.workloads().health(DNS);
    return health.healthy() ? Seen.yes(health.detail()) : Seen.notYet(health.toString());
  }
}
