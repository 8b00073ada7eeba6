package io.clusterline.gitops.inventory;

import io.clusterline.gitops.inventory.ChartInventory.Workload;
import io.clusterline.spec.Cluster;
import io.clusterline.spec.InstanceType;
import io.clusterline.spec.InstanceTypes;
import io.clusterline.spec.NodeRole;
import io.clusterline.spec.NodeSpec;
import java.util.Comparator;
import java.util.List;

/** The nodes of a specification, filled with pods as the scheduler would. */
final class ClusterRoom {

  /** The kubelet's default reservation. */
  private static final int EVICTION_MIB = 100;

  private static final int MOST_PODS = 110;

  /** One machine and what its pods request. */
  static final class Node {
    private final NodeSpec spec;
    private final int milli;
    private final int mebibytes;
    private int requestedMilli;
    private int requestedMebibytes;
    private int pods;

    private Node(NodeSpec spec) {
      InstanceType type = InstanceTypes.find(spec.preferredType()).orElseThrow();
      this.spec = spec;
      this.milli = type.vcpus() * 1000;
      // Firmware and kernel keep some: a t3a.medium of 4 GiB reports 3.8.
      this.mebibytes = (int) (type.memoryGiB() * 1024 * 0.94) - EVICTION_MIB;
    }

    void add(int cpu, int memory) {
      requestedMilli += cpu;
      requestedMebibytes += memory;
      pods++;
    }

    boolean hasRoom() {
      return requestedMilli <= milli && requestedMebibytes <= mebibytes && pods <= MOST_PODS;
    }

    private double share() {
      return Math.max((double) requestedMilli / milli, (double) requestedMebibytes / mebibytes);
    }

    @Override
    public String toString() {
      return "%s (%s): %d of %d m, %d of %d MiB, %d pods"
          .formatted(
              spec.name(), spec.type(), requestedMilli, milli, requestedMebibytes, mebibytes, pods);
    }
  }

  private final List<Node> nodes;

  ClusterRoom(Cluster cluster) {
    nodes = cluster.spec().nodes().stream().map(Node::new).toList();
    nodes.forEach(ClusterRoom::addOwn);
  }

  List<Node> nodes() {
    return nodes;
  }

  /** kubeadm's static pods and CoreDNS, calico-node: by their published manifests. */
  private static void addOwn(Node node) {
    node.add(250, 0); // calico-node
    node.add(0, 0); // kube-proxy
    if (node.spec.role() == NodeRole.CONTROL_PLANE) {
      node.add(250, 0); // kube-apiserver
      node.add(200, 0); // kube-controller-manager
      node.add(100, 0); // kube-scheduler
      node.add(100, 100); // etcd
      node.add(200, 140); // two of CoreDNS
      node.add(0, 0); // calico-kube-controllers
    }
  }

  /** The names of the nodes that would take its pods. */
  List<String> takers(Workload workload) {
    return takerNodes(workload).stream().map(node -> node.spec.name()).toList();
  }

  /** Puts its pods where most is free; a DaemonSet's one on each node that takes them. */
  void place(Workload workload) {
    List<Node> takers = takerNodes(workload);
    int cpu = workload.requests().getOrDefault("cpu", 0);
    int memory = workload.requests().getOrDefault("memory", 0);
    if (workload.isOnEveryNode()) {
      takers.forEach(node -> node.add(cpu, memory));
      return;
    }
    for (int replica = 0; replica < workload.replicas(); replica++) {
      takers.stream().min(Comparator.comparingDouble(Node::share)).orElseThrow().add(cpu, memory);
    }
  }

  private List<Node> takerNodes(Workload workload) {
    return nodes.stream().filter(node -> NodeFit.takes(node.spec, workload)).toList();
  }
}
