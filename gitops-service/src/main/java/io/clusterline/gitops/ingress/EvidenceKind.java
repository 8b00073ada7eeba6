package io.clusterline.gitops.ingress;

import io.clusterline.event.Evidence;
import io.clusterline.kubernetes.SimulatedWorkloads;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;

/** Whether the controller that made the load balancer really runs. */
public record EvidenceKind(LoadBalancerAddress balancer)
    implements Step<FrontContext, EvidenceKind.Read> {

  /** How the evidence of this stage came about. */
  public record Read(Evidence.How how) {}

  public static final Kind<FrontContext, Read> KIND =
      Kind.withoutResource("evidence-kind", Read.class);

  @Override
  public Kind<FrontContext, Read> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "containers";
  }

  @Override
  public Found<Read> find(FrontContext front) {
    return Found.inSync(new Read(new SimulatedWorkloads(front.kubernetes()).kindOfEvidence()));
  }

  @Override
  public Read apply(FrontContext front, Found<Read> found) {
    throw new IllegalStateException("there is nothing to make");
  }
}
