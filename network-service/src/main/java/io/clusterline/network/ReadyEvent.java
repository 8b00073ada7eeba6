package io.clusterline.network;

import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.NodesJoined;
import io.clusterline.network.step.AddressPool;
import io.clusterline.network.step.CalicoReady;
import io.clusterline.network.step.NodesReady;
import io.clusterline.network.step.TunnelMtu;
import io.clusterline.stage.Outputs;
import java.util.List;
import java.util.stream.Stream;

/** Builds the event CniReady. */
final class ReadyEvent {

  private ReadyEvent() {}

  static CniReady of(
      NodesJoined trigger,
      Outputs outputs,
      NodesReady ready,
      AddressPool pool,
      CalicoReady calico,
      TunnelMtu mtu) {
    List<NodeStatus> nodes = outputs.of(ready).nodes();
    CalicoReady.Status agents = outputs.of(calico);
    int count = nodes.size();
    List<Evidence> evidence =
        List.of(
            executed("every node is the machine of its name", count),
            executed("labels and taints of every node are as specified", count),
            executed("every node is Ready", count),
            new Evidence("calico-node is available on every node", agents.how(), agents.nodes()),
            new Evidence(
                "calico-kube-controllers is available", agents.how(), agents.controllers()),
            new Evidence(
                "the pods' address pool is VXLAN only",
                agents.how(), // calico-node creates it
                outputs.of(pool).toString()),
            outputs.of(mtu),
            new Evidence(
                "pods reach pods on every other node",
                How.SKIPPED,
                "no packet was sent: probe pods come with a later version"));
    return new CniReady(
        trigger.cluster(),
        trigger.infrastructure(),
        trigger.controlPlane(),
        nodes,
        Stream.concat(evidence.stream(), PolicyEvidence.of(trigger.cluster().spec()).stream())
            .toList());
  }

  /** About nodes: kubelets and the API server are real in the sandbox too. */
  private static Evidence executed(String check, int nodes) {
    return new Evidence(check, How.EXECUTED, nodes + "/" + nodes);
  }
}
