package io.clusterline.infra.edge;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.EdgeReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.StageName;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;

/**
 * What stands between the internet and the cluster: certificates, records, the CDN. It runs beside
 * the build and takes AWS ten to twenty minutes; a cluster is ready without it.
 */
public final class EdgeStage implements StageDefinition<ClusterAccepted, Aws> {

  public static final List<Kind<Aws, ?>> KINDS = EdgeSteps.KINDS;

  private final AwsClients clients;
  private final LivingCluster.Tools living;
  private final EdgeSettings settings;

  public EdgeStage(AwsClients clients, LivingCluster.Tools living, EdgeSettings settings) {
    this.clients = clients;
    this.living = living;
    this.settings = settings;
  }

  @Override
  public StageName name() {
    return StageName.EDGE;
  }

  @Override
  public Class<ClusterAccepted> trigger() {
    return ClusterAccepted.class;
  }

  @Override
  public Aws context(StageScope scope, ClusterAccepted trigger) {
    return new Aws(scope, clients, living, trigger.cluster());
  }

  @Override
  public Result compose(StepGraph<Aws> graph, ClusterAccepted trigger) {
    Cluster cluster = trigger.cluster();
    String domain = cluster.spec().domain();
    if (domain == null) {
      graph.add(new NothingToDo());
      return outputs -> new EdgeReady(cluster, null, List.of(nothing()));
    }
    EdgeSteps steps = EdgeSteps.add(graph, cluster.spec(), domain, settings);
    How how = clients.areAmazons() ? How.EXECUTED : How.SIMULATED;
    return outputs -> new EdgeReady(cluster, steps.edge(outputs), steps.evidence(outputs, how));
  }

  private static Evidence nothing() {
    return new Evidence("certificates and CDN", How.SKIPPED, NothingToDo.REASON);
  }

  @Override
  public List<String> leftovers(Aws aws) {
    return aws.domain().map(domain -> EdgeSteps.leftovers(aws, domain)).orElse(List.of());
  }

  @Override
  public List<Kind<Aws, ?>> kinds() {
    return KINDS;
  }
}
