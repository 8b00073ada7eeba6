package io.clusterline.network.step;

import static io.clusterline.network.calico.CalicoObjects.CONFIG;

import io.clusterline.event.Evidence;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the MTU that pods have read on every node. Calico makes that of pods and that of the
 * tunnel the same: the node's less 50 for the VXLAN header. A larger one loses large packets only,
 * which looks like a network that works.
 */
public record TunnelMtu(PodNetworkProven network) implements Step<ClusterNetwork, Evidence> {

  public static final Kind<ClusterNetwork, Evidence> KIND =
      Kind.withoutResource("tunnel-mtu", Evidence.class);

  private static final String CHECK = "the MTU of pods leaves room for the VXLAN header";

  /** No interface of an EC2 instance has more. */
  private static final int LARGEST = 9001 - 50;

  /** IPv6 asks for as much, and no network of today has less. */
  private static final int SMALLEST = 1280;

  @Override
  public Kind<ClusterNetwork, Evidence> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "vxlan.calico";
  }

  @Override
  public Found<Evidence> find(ClusterNetwork cluster) {
    Map<String, String> mtus = cluster.output(network).mtus();
    requireOne(mtus);
    String mtu = mtus.values().iterator().next();
    requireRoom(mtu);
    requireAsSet(cluster, mtu);
    String result = mtu + " on " + mtus.size() + "/" + mtus.size() + " nodes";
    return Found.inSync(new Evidence(CHECK, cluster.simulated().kindOfEvidence(), result));
  }

  private static void requireOne(Map<String, String> mtus) {
    if (new TreeSet<>(mtus.values()).size() > 1) {
      throw wrong("the MTU of pods differs from node to node: " + new TreeMap<>(mtus));
    }
  }

  private static void requireRoom(String mtu) {
    int value = mtu.matches("\\d{1,6}") ? Integer.parseInt(mtu) : -1;
    if (value < SMALLEST || value > LARGEST) {
      throw wrong(
          "the MTU of pods is '%s'; must be from %d to %d".formatted(mtu, SMALLEST, LARGEST));
    }
  }

  private static void requireAsSet(ClusterNetwork cluster, String mtu) {
    String set =
        cluster
            .kubernetes()
            .get(CONFIG)
            .map(config -> config.path("data").path("veth_mtu").asString("0"))
            .orElse("0");
    if (!set.equals("0") && !set.equals(mtu)) {
      throw wrong("the MTU of pods is " + mtu + "; calico-config says " + set);
    }
  }

  private static ClusterlineException wrong(String what) {
    return new ClusterlineException(ErrorCode.POD_NETWORK_FAULTY, what);
  }

  @Override
  public Evidence apply(ClusterNetwork cluster, Found<Evidence> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
