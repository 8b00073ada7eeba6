package io.clusterline.network.step;

import io.clusterline.kubernetes.ObjectRef;
import io.clusterline.kubernetes.Selection;
import io.clusterline.kubernetes.WorkloadHealth;
import io.clusterline.kubernetes.Workloads;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.stage.Wait.Seen;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The pods of a DaemonSet of which every node of the table needs one. A DaemonSet that has not seen
 * all nodes yet counts itself complete: so they are counted against ours.
 */
record NodeAgents(ObjectRef daemonSet, List<String> nodes) {

  private static final int NAMED = 5;

  /** {@code 14/14}, once there is a Ready one on every node and all are of the present version. */
  Seen<String> look(ClusterNetwork network) {
    int available = available(network);
    WorkloadHealth health = network.workloads().health(daemonSet);
    List<String> without = nodesWithout(network);
    return available >= nodes.size() && health.healthy() && without.isEmpty()
        ? Seen.yes(nodes.size() + "/" + nodes.size())
        : Seen.notYet(available + "/" + nodes.size() + "; " + health + named(without));
  }

  private int available(ClusterNetwork network) {
    Optional<JsonNode> agents = network.kubernetes().get(daemonSet);
    return agents.map(now -> now.path("status").path("numberAvailable").asInt(0)).orElse(0);
  }

  private List<String> nodesWithout(ClusterNetwork network) {
    Set<String> with =
        network.kubernetes().list(pods()).stream()
            .filter(Workloads::isReady)
            .map(pod -> pod.path("spec").path("nodeName").asString(""))
            .collect(Collectors.toSet());
    return nodes.stream().filter(name -> !with.contains(name)).toList();
  }

  /** Kubeadm and Calico label them in the same way. */
  private Selection pods() {
    return Selection.all("v1", "Pod")
        .in(String.valueOf(daemonSet.namespace()))
        .withLabels("k8s-app=" + daemonSet.name());
  }

  private static String named(List<String> without) {
    if (without.isEmpty()) {
      return "";
    }
    String more = without.size() > NAMED ? " and " + (without.size() - NAMED) + " more" : "";
    return "; none is Ready on "
        + without.stream().limit(NAMED).collect(Collectors.joining(", "))
        + more;
  }
}
