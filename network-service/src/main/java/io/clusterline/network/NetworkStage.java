package io.clusterline.network;

import io.clusterline.Json;
import io.clusterline.event.Machine;
import io.clusterline.event.NodesJoined;
import io.clusterline.event.StageName;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.network.step.AddressPool;
import io.clusterline.network.step.CalicoReady;
import io.clusterline.network.step.CniComplete;
import io.clusterline.network.step.DnsAvailable;
import io.clusterline.network.step.Fingerprint;
import io.clusterline.network.step.KubeProxyReady;
import io.clusterline.network.step.Namespace;
import io.clusterline.network.step.NamespaceLimits;
import io.clusterline.network.step.NamespacePolicy;
import io.clusterline.network.step.NamespaceQuota;
import io.clusterline.network.step.NodeLabels;
import io.clusterline.network.step.NodeTaints;
import io.clusterline.network.step.NodeTunnels;
import io.clusterline.network.step.NodesReady;
import io.clusterline.network.step.NodesVerified;
import io.clusterline.network.step.PodNetworkProven;
import io.clusterline.network.step.ProviderIds;
import io.clusterline.network.step.RoleBinding;
import io.clusterline.network.step.ServiceAccount;
import io.clusterline.network.step.TunnelMtu;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.spec.NodeSpec;
import io.clusterline.spec.ProbeImage;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;

/** NodesJoined → CniReady: every node in its role and Ready, on a working pod network. */
public final class NetworkStage implements StageDefinition<NodesJoined, ClusterNetwork> {

  private final Tools tools;
  private final Limits limits;

  public NetworkStage(Tools tools, Limits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  @Override
  public StageName name() {
    return StageName.NETWORK;
  }

  @Override
  public Class<NodesJoined> trigger() {
    return NodesJoined.class;
  }

  @Override
  public ClusterNetwork context(StageScope scope, NodesJoined trigger) {
    return ClusterNetwork.open(
        scope, trigger.cluster().spec(), trigger.controlPlane(), tools, limits);
  }

  @Override
  public Result compose(StepGraph<ClusterNetwork> graph, NodesJoined trigger) {
    ClusterSpec spec = trigger.cluster().spec();
    List<Machine> machines = trigger.infrastructure().machines();
    List<String> names = machines.stream().map(Machine::name).toList();

    var cni = graph.add(new CniComplete(limits.ready()));
    var namespaces = graph.addAll(spec.namespaces().stream().map(Namespace::new).toList());
    graph.after(namespaces).addAll(ServiceAccount.of(spec.grants()));
    graph.after(namespaces).addAll(RoleBinding.of(spec.grants()));
    var tunnels = graph.add(new NodeTunnels(names, cni, limits.ready()));
    new NamespaceContents(graph, tunnels, spec).addTo(namespaces);

    var ids = graph.add(new ProviderIds(machines));
    var labels = spec.nodes().stream().map(node -> labels(graph, ids, node)).toList();
    var taints = spec.nodes().stream().map(node -> taints(graph, ids, node, spec)).toList();

    var pool = graph.add(new AddressPool(spec.network().podCidr().toString(), cni, limits.ready()));
    var calico = graph.add(new CalicoReady(names, cni, limits.ready()));
    var proxy = graph.add(new KubeProxyReady(names, limits.ready()));
    var dns = graph.add(new DnsAvailable(cni, limits.ready()));
    var ready = graph.after(labels).add(new NodesReady(names, cni, limits.ready()));
    var proven = graph.add(proof(spec, names, cni, dns));
    var mtu = graph.add(new TunnelMtu(proven));
    var verified =
        graph
            .after(pool, calico, proxy, mtu)
            .add(new NodesVerified(machines, labels, taints, ready, proven));

    return outputs ->
        new ReadyEvent(trigger, outputs, verified, calico, proxy, dns, pool, mtu, proven).event();
  }

  private PodNetworkProven proof(
      ClusterSpec spec, List<String> names, CniComplete cni, DnsAvailable dns) {
    return new PodNetworkProven(
        names,
        ProbeImage.of(spec.mirrors()),
        Fingerprint.of(Json.MAPPER.writeValueAsString(spec)),
        cni,
        dns,
        limits.ready());
  }

  private static NodeTaints taints(
      StepGraph<ClusterNetwork> graph, ProviderIds ids, NodeSpec node, ClusterSpec spec) {
    return graph.after(ids).add(NodeTaints.of(node, spec.kubernetes()));
  }

  /** A node gets no labels before it is proven to be the machine of that name. */
  private static NodeLabels labels(
      StepGraph<ClusterNetwork> graph, ProviderIds ids, NodeSpec node) {
    return graph.after(ids).add(new NodeLabels(node));
  }

  @Override
  public List<Kind<ClusterNetwork, ?>> kinds() {
    return List.of(
        CniComplete.KIND,
        NodeTunnels.KIND,
        Namespace.KIND,
        NamespaceLimits.KIND,
        NamespaceQuota.KIND,
        NamespacePolicy.KIND,
        ServiceAccount.KIND,
        RoleBinding.KIND,
        ProviderIds.KIND,
        NodeLabels.KIND,
        NodeTaints.KIND,
        AddressPool.KIND,
        CalicoReady.KIND,
        KubeProxyReady.KIND,
        DnsAvailable.KIND,
        NodesReady.KIND,
        PodNetworkProven.KIND,
        TunnelMtu.KIND,
        NodesVerified.KIND);
  }
}
