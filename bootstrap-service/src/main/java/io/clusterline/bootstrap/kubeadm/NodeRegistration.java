package io.clusterline.bootstrap.kubeadm;

import io.clusterline.event.Machine;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.TaintSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a machine presents itself when it becomes a node. Its taints are there from the first moment,
 * so that nothing is scheduled on it which it does not want.
 *
 * @param taints all of them: naming any replaces kubeadm's own
 */
public record NodeRegistration(
    Machine machine, NodeSpec node, List<TaintSpec> taints, String region) {

  public static final String CRI_SOCKET = "unix:///run/containerd/containerd.sock";

  public NodeRegistration {
    taints = List.copyOf(taints);
  }

  /** The machine as specified. */
  public static NodeRegistration of(Machine machine, ClusterSpec spec) {
    NodeSpec node =
        spec.nodes().stream()
            .filter(candidate -> candidate.name().equals(machine.name()))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "machine " + machine.name() + " is not a node of the specification"));
    List<TaintSpec> taints = node.taints(spec.kubernetes().allowSchedulingOnControlPlane());
    return new NodeRegistration(machine, node, taints, spec.aws().region());
  }

  String name() {
    return machine.name();
  }

  List<ExtraArg> kubeletArgs() {
    return List.of(
        new ExtraArg("node-ip", machine.privateIp()),
        new ExtraArg("provider-id", machine.providerId()),
        new ExtraArg("node-labels", labelFlag()));
  }

  private String labelFlag() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("topology.kubernetes.io/region", region);
    labels.put("topology.kubernetes.io/zone", machine.zone());
    labels.put("node.kubernetes.io/instance-type", machine.type());
    node.labels()
        .forEach((key, value) -> {
          if (mayBeSetByKubelet(key)) {
            labels.put(key, value);
          }
        });
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }

  /** A kubelet that is given a reserved label exits; network-service sets those by the API. */
  private static boolean mayBeSetByKubelet(String key) {
    int slash = key.indexOf('/');
    String domain = slash < 0 ? "" : key.substring(0, slash);
    return !isWithin("kubernetes.io", domain) && !isWithin("k8s.io", domain);
  }

  private static boolean isWithin(String reserved, String domain) {
    return domain.equals(reserved) || domain.endsWith("." + reserved);
  }
}
