package io.clusterline.gitops.platform;

import io.clusterline.event.CniReady;
import io.clusterline.event.StageName;
import io.clusterline.gitops.catalogue.Catalogue;
import io.clusterline.gitops.helm.ChartStore;
import io.clusterline.gitops.helm.HelmClient;
import io.clusterline.gitops.helm.HelmProcesses;
import io.clusterline.gitops.repository.RepositoryReader;
import io.clusterline.kubernetes.ClusterAccess;
import io.clusterline.kubernetes.KubernetesApi;
import io.clusterline.kubernetes.KubernetesCalls;
import io.clusterline.kubernetes.SimulatedWorkloads;
import io.clusterline.secret.SecretStore;
import io.clusterline.spec.MirrorsSpec;
import io.clusterline.spec.NamespaceSpec;
import io.clusterline.stage.StageContext;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StageTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Context of this stage's steps: the cluster's API, Helm, charts and the secret store. */
public final class Platform extends StageContext implements AutoCloseable {

  private final ClusterAccess access;
  private final HelmClient helm;
  private final ChartStore charts;
  private final SecretStore secrets;
  private final MirrorsSpec mirrors;
  private final RepositoryReader repositories;
  private final Duration healthWithin;
  private final Clock clock;
  private final Catalogue catalogue;
  private final List<NamespaceSpec> namespaces;

  private Platform(StageScope scope, CniReady trigger, Catalogue catalogue, Tools tools) {
    super(scope);
    this.access =
        new ClusterAccess(
            scope.support().secrets(), trigger.controlPlane().kubeconfig(), tools.kubernetes());
    this.helm = new HelmClient(access::requireKubeconfig, tools.helm());
    this.catalogue = catalogue;
    this.namespaces = trigger.cluster().spec().namespaces();
    this.charts = tools.charts();
    this.secrets = scope.support().secrets();
    this.mirrors = trigger.cluster().spec().mirrors();
    this.repositories = tools.repositories();
    this.healthWithin = tools.healthWithin();
    this.clock = tools.clock();
    if (scope.isFirstRun() && access.kubeconfig().isPresent()) {
      helm.start(); // there will be something to install
    }
  }

  /**
   * Objects that all runs of the service share.
   *
   * @param repositories looks into GitOps repositories
   * @param healthWithin longest time until an add-on is healthy
   */
  public record Tools(
      ChartStore charts,
      HelmProcesses helm,
      KubernetesCalls kubernetes,
      RepositoryReader repositories,
      Duration healthWithin,
      Clock clock) {}

  /** Makes no call yet: a removal opens it for a cluster that may be dead. */
  public static Platform open(
      StageScope scope, CniReady trigger, Catalogue catalogue, Tools tools) {
    return new Platform(scope, trigger, catalogue, tools);
  }

  /** Access to the cluster, for callers with little time. */
  public ClusterAccess access() {
    return access;
  }

  public Catalogue catalogue() {
    return catalogue;
  }

  /** Whether the specification lists that namespace: then it is not the add-ons' to remove. */
  public boolean specifies(String namespace) {
    return namespaces.stream().anyMatch(one -> one.name().equals(namespace));
  }

  public KubernetesApi kubernetes() {
    return access.api();
  }

  public HelmClient helm() {
    return helm;
  }

  public ChartStore charts() {
    return charts;
  }

  public Instant now() {
    return clock.instant();
  }

  public SecretStore secrets() {
    return secrets;
  }

  public MirrorsSpec mirrors() {
    return mirrors;
  }

  public RepositoryReader repositories() {
    return repositories;
  }

  public Duration healthWithin() {
    return healthWithin;
  }

  /** When a stage of this build ran; empty when it has not been triggered. */
  public Optional<StageTimes> times(StageName stage) {
    return scope().support().times(stage);
  }

  /** The newest generation that asked for new values of the generated secrets. */
  public Optional<Long> rotation() {
    return scope().support().rotation();
  }

  public SimulatedWorkloads simulated() {
    return new SimulatedWorkloads(kubernetes());
  }

  @Override
  public void close() {
    helm.close();
    access.close();
  }
}
