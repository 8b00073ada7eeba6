package io.clusterline.network.step;

import static io.clusterline.network.calico.CalicoObjects.CONFIG;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/** The pods' MTU as set in the API server, if it is set. */
public record TunnelMtu(CniComplete cni) implements Step<ClusterNetwork, Evidence> {

  public static final Kind<ClusterNetwork, Evidence> KIND =
      Kind.withoutResource("tunnel-mtu", Evidence.class);

  private static final String CHECK = "the MTU of vxlan.calico leaves room for the VXLAN header";

  @Override
  public Kind<ClusterNetwork, Evidence> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "vxlan.calico";
  }

  @Override
  public Found<Evidence> find(ClusterNetwork network) {
    String setting =
        network
            .kubernetes()
            .get(CONFIG)
            .map(config -> config.path("data").path("veth_mtu").asString("0"))
            .orElse("0");
    return Found.inSync(
        setting.equals("0")
            ? new Evidence(
                CHECK,
                How.SKIPPED,
                "calico-node detects it on each node (the interface's less 50); "
                    + "the API server does not show the result")
            : new Evidence(CHECK, How.EXECUTED, "set to " + setting + " in calico-config"));
  }

  @Override
  public Evidence apply(ClusterNetwork network, Found<Evidence> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
