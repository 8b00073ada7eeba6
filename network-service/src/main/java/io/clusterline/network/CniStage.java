package io.clusterline.network;

import io.clusterline.event.CniApplied;
import io.clusterline.event.MasterInitialized;
import io.clusterline.event.StageName;
import io.clusterline.network.cluster.ClusterNetwork;
import io.clusterline.network.cluster.ClusterNetwork.Limits;
import io.clusterline.network.cluster.ClusterNetwork.Tools;
import io.clusterline.network.step.CalicoApplied;
import io.clusterline.network.step.SystemTolerations;
import io.clusterline.spec.TaintSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;

/**
 * MasterInitialized → CniApplied: the pod network, early, so that nodes turn Ready as they join.
 */
public final class CniStage implements StageDefinition<MasterInitialized, ClusterNetwork> {

  private final Tools tools;
  private final Limits limits;

  public CniStage(Tools tools, Limits limits) {
    this.tools = tools;
    this.limits = limits;
  }

  @Override
  public StageName name() {
    return StageName.CNI;
  }

  @Override
  public Class<MasterInitialized> trigger() {
    return MasterInitialized.class;
  }

  @Override
  public ClusterNetwork context(StageScope scope, MasterInitialized trigger) {
    return ClusterNetwork.open(
        scope, trigger.cluster().spec(), trigger.controlPlane(), tools, limits);
  }

  @Override
  public Result compose(StepGraph<ClusterNetwork> graph, MasterInitialized trigger) {
    List<TaintSpec> taints = trigger.cluster().spec().controlPlane().taints();

    var calico = graph.add(new CalicoApplied());
    if (!taints.isEmpty()) {
      graph.add(new SystemTolerations("coredns", taints));
    }
    return outputs -> new CniApplied(trigger.cluster(), "calico", outputs.of(calico).version());
  }

  @Override
  public List<Kind<ClusterNetwork, ?>> kinds() {
    return List.of(CalicoApplied.KIND, SystemTolerations.KIND);
  }
}
