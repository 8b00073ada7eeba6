package io.clusterline.network;

import io.clusterline.event.CniReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.NodeStatus;
import io.clusterline.event.NodesJoined;
import io.clusterline.network.step.AddressPool;
import io.clusterline.network.step.CalicoReady;
import io.clusterline.network.step.DnsAvailable;
import io.clusterline.network.step.KubeProxyReady;
import io.clusterline.network.step.NodesVerified;
import io.clusterline.network.step.PodNetworkProven;
import io.clusterline.network.step.PodNetworkProven.Proven;
import io.clusterline.network.step.TunnelMtu;
import io.clusterline.stage.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Builds the event CniReady from what the steps have seen. */
record ReadyEvent(
    NodesJoined trigger,
    Outputs outputs,
    NodesVerified verified,
    CalicoReady calico,
    KubeProxyReady proxy,
    DnsAvailable dns,
    AddressPool pool,
    TunnelMtu mtu,
    PodNetworkProven proven) {

  CniReady event() {
    List<NodeStatus> nodes = outputs.of(verified).nodes();
    List<Evidence> evidence = new ArrayList<>(ofNodes(nodes.size()));
    evidence.addAll(ofContainers(outputs.of(calico)));
    evidence.add(outputs.of(mtu));
    evidence.addAll(ofPackets(outputs.of(proven)));
    return new CniReady(
        trigger.cluster(),
        trigger.infrastructure(),
        trigger.controlPlane(),
        nodes,
        Stream.concat(evidence.stream(), PolicyEvidence.of(trigger.cluster().spec()).stream())
            .toList());
  }

  /** Kubelets and the API server are real in the sandbox too. */
  private static List<Evidence> ofNodes(int count) {
    return Stream.of(
            "every node is the machine of its name",
            "labels and taints of every node are as specified",
            "every node is Ready")
        .map(check -> new Evidence(check, How.EXECUTED, count + "/" + count))
        .toList();
  }

  private List<Evidence> ofContainers(CalicoReady.Status agents) {
    How how = agents.how();
    return List.of(
        new Evidence("calico-node is available on every node", how, agents.nodes()),
        new Evidence("calico-kube-controllers is available", how, agents.controllers()),
        new Evidence("kube-proxy is available on every node", how, outputs.of(proxy)),
        new Evidence("CoreDNS is available", how, outputs.of(dns)),
        new Evidence( // calico-node creates it
            "the pods' address pool is VXLAN only", how, outputs.of(pool).toString()));
  }

  /** They are sent once for a specification and its nodes: so it says when. */
  private static List<Evidence> ofPackets(Proven packets) {
    String when = ", sent in generation " + packets.generation();
    return packets.evidence().stream()
        .map(one -> one.how() == How.SKIPPED ? one : dated(one, when))
        .toList();
  }

  private static Evidence dated(Evidence one, String when) {
    return new Evidence(one.check(), one.how(), one.result() + when);
  }
}
