package io.clusterline.infra;

import io.clusterline.event.ClusterAccepted;
import io.clusterline.event.InfraReady;
import io.clusterline.event.Retained;
import io.clusterline.event.StageName;
import io.clusterline.infra.access.AccessSteps;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.machine.MachineSteps;
import io.clusterline.infra.network.NetworkSteps;
import io.clusterline.infra.preflight.EgressSettings;
import io.clusterline.infra.preflight.Preflight;
import io.clusterline.infra.removal.ControllerResources;
import io.clusterline.infra.removal.Leftovers;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.stream.Stream;

/** The layer below the cluster: account, network, access, machines. */
public final class InfraStage implements StageDefinition<ClusterAccepted, Aws> {

  private final AwsClients clients;
  private final LivingCluster.Tools living;
  private final EgressSettings egress;

  /**
   * @param living how to call the API servers of clusters whose machines are replaced
   */
  public InfraStage(AwsClients clients, LivingCluster.Tools living) {
    this(clients, living, EgressSettings.DEFAULT);
  }

  /**
   * @param egress how this service learns at which addresses the nodes see it
   */
  public InfraStage(AwsClients clients, LivingCluster.Tools living, EgressSettings egress) {
    this.clients = clients;
    this.living = living;
    this.egress = egress;
  }

  @Override
  public StageName name() {
    return StageName.INFRA;
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

    var preflight = Preflight.add(graph, cluster.spec(), egress);
    var checked = preflight.checked();

    var network = NetworkSteps.add(graph, checked, preflight.existing(), cluster.spec());
    var access = AccessSteps.add(graph, checked, cluster.spec());
    var controllers = graph.after(graph.add(ControllerResources.above(network)));
    var machines =
        MachineSteps.add(
            graph,
            checked,
            controllers,
            cluster,
            preflight.image(),
            preflight.offerings(),
            network,
            access);

    var parts =
        new BuiltInfrastructure(
            cluster, preflight.account(), preflight.image(), network, access, machines);
    return outputs -> new InfraReady(cluster, parts.from(outputs));
  }

  @Override
  public List<Retained> release(Aws aws) {
    return new Leftovers(aws).retained();
  }

  @Override
  public List<String> leftovers(Aws aws) {
    return new Leftovers(aws).all();
  }

  @Override
  public List<Kind<Aws, ?>> kinds() {
    return Stream.of(
            Preflight.KINDS,
            List.<Kind<Aws, ?>>of(ControllerResources.KIND),
            NetworkSteps.KINDS,
            AccessSteps.KINDS,
            MachineSteps.KINDS)
        .flatMap(List::stream)
        .toList();
  }
}
