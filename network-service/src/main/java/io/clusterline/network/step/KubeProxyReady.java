package io.clusterline.network.step;

import io.clusterline.failure.ErrorCode;
import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import java.time.Duration;
import java.util.List;

/** kube-proxy is available on every node: without it Services lead nowhere from there. */
public record KubeProxyReady(List<String> nodes, Duration within)
    implements Step<ClusterNetwork, String> {

  public static final Kind<ClusterNetwork, String> KIND =
      Kind.withoutResource("kube-proxy-ready", String.class);

  private static final ObjectRef PROXY =
      ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy");

  @Override
  public Kind<ClusterNetwork, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "all";
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(ClusterNetwork network) {
    return agents().look(network).value().map(Found::inSync).orElseGet(Found::missing);
  }

  @Override
  public String apply(ClusterNetwork network, Found<String> found) {
    return network
        .kubernetes()
        .await(
            Wait.until("kube-proxy is available on " + nodes.size() + " nodes")
                .within(within)
                .atMostEvery(Duration.ofSeconds(1))
                .orFail(ErrorCode.KUBE_PROXY_NOT_READY)
                .reporting(network::report),
            List.of(Selection.of(PROXY)),
            () -> agents().look(network));
  }

  private NodeAgents agents() {
    return new NodeAgents(PROXY, nodes);
  }
}
