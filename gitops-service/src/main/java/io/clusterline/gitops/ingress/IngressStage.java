package io.clusterline.gitops.ingress;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.IngressReady;
import io.clusterline.event.StageName;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;

/**
 * AddonsReady, with the certificates of EdgeReady → IngressReady: one load balancer for the hosts
 * of the specification. It runs beside the build; a cluster is ready without it.
 */
public final class IngressStage implements StageDefinition<AddonsReady, FrontContext> {

  private final KubernetesCalls calls;
  private final IngressSettings settings;

  public IngressStage(KubernetesCalls calls, IngressSettings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  @Override
  public StageName name() {
    return StageName.INGRESS;
  }

  @Override
  public Class<AddonsReady> trigger() {
    return AddonsReady.class;
  }

  @Override
  public FrontContext context(StageScope scope, AddonsReady trigger) {
    return new FrontContext(scope, trigger, calls, settings);
  }

  @Override
  public Result compose(StepGraph<FrontContext> graph, AddonsReady trigger) {
    Cluster cluster = trigger.cluster();
    if (!cluster.spec().hasHosts()) {
      graph.add(new NothingPublished());
      return outputs -> new IngressReady(cluster, null, List.of(nothing()));
    }
    FrontSteps steps = FrontSteps.add(graph, cluster, name().waitsFor().getFirst(), settings);
    return outputs -> new IngressReady(cluster, steps.frontDoor(outputs), steps.evidence(outputs));
  }

  private static Evidence nothing() {
    return new Evidence("the hosts share a load balancer", How.SKIPPED, NothingPublished.REASON);
  }

  @Override
  public List<Kind<FrontContext, ?>> kinds() {
    return FrontSteps.KINDS;
  }
}
