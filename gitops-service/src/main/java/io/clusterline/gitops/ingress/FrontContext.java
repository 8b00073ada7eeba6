package io.clusterline.gitops.ingress;

import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.kubernetes.ClusterAccess;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import java.util.Optional;

/** Context of the ingress stage's steps: the cluster's API, and what other stages recorded. */
public final class FrontContext extends StageContext implements AutoCloseable {

  private final ClusterAccess access;
  private final IngressSettings settings;

  /** Makes no call yet: a removal opens it for a cluster that may be dead. */
  FrontContext(
      StageScope scope, AddonsReady trigger, KubernetesCalls calls, IngressSettings settings) {
    super(scope);
    this.access =
        new ClusterAccess(scope.support().secrets(), trigger.controlPlane().kubeconfig(), calls);
    this.settings = settings;
  }

  KubernetesApi kubernetes() {
    return access.api();
  }

  IngressSettings settings() {
    return settings;
  }

  /** The recorded event that ended another stage of this build. */
  Optional<ClusterEvent> result(StageName stage) {
    return scope().support().result(stage);
  }

  Optional<StageFailed> failure(StageName stage) {
    return scope().support().failure(stage);
  }

  @Override
  public void close() {
    access.close();
  }
}
