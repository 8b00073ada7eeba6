package io.clusterline.gitops;

import io.clusterline.event.CniReady;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.HelmClient;
import io.clusterline.gitops.helm.HelmProcesses;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.SimulatedWorkloads;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.stage.ErrorCode;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageException;
import io.clusterline.stage.StageScope;
import io.clusterline.state.Secret;
import io.clusterline.state.SecretStore;
import java.time.Duration;

/** What the steps of this stage work with: the cluster's API, Helm, charts and the secret store. */
public final class Platform extends StageContext implements AutoCloseable {

  private final KubernetesApi kubernetes;
  private final HelmClient helm;
  private final ChartStore charts;
  private final SecretStore secrets;
  private final MirrorsSpec mirrors;
  private final Duration healthWithin;

  private Platform(StageScope scope, Secret kubeconfig, CniReady trigger, Tools tools) {
    super(scope);
    this.kubernetes = KubernetesApi.connect(kubeconfig, tools.kubernetes());
    this.helm = new HelmClient(kubeconfig, tools.helm());
    this.charts = tools.charts();
    this.secrets = scope.support().secrets();
    this.mirrors = trigger.cluster().spec().mirrors();
    this.healthWithin = tools.healthWithin();
    if (scope.isFirstRun()) {
      helm.start(); // there will be something to install
    }
  }

  /**
   * What all runs of the service share.
   *
   * @param healthWithin how long an add-on may take until it is healthy
   */
  public record Tools(
      ChartStore charts, HelmProcesses helm, KubernetesCalls kubernetes, Duration healthWithin) {}

  static Platform open(StageScope scope, CniReady trigger, Tools tools) {
    Secret kubeconfig =
        scope
            .support()
            .secrets()
            .get(trigger.controlPlane().kubeconfig())
            .orElseThrow(() ->
                new StageException(
                    ErrorCode.KUBERNETES_UNREACHABLE,
                    "the secret store has no kubeconfig under "
                        + trigger.controlPlane().kubeconfig().name()));
    return new Platform(scope, kubeconfig, trigger, tools);
  }

  public KubernetesApi kubernetes() {
    return kubernetes;
  }

  public HelmClient helm() {
    return helm;
  }

  public ChartStore charts() {
    return charts;
  }

  public SecretStore secrets() {
    return secrets;
  }

  public MirrorsSpec mirrors() {
    return mirrors;
  }

  public Duration healthWithin() {
    return healthWithin;
  }

  public SimulatedWorkloads simulated() {
    return new SimulatedWorkloads(kubernetes);
  }

  @Override
  public void close() {
    helm.close();
    kubernetes.close();
  }
}
