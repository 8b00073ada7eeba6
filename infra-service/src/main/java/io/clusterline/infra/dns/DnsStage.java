package io.clusterline.infra.dns;

import io.clusterline.event.ClusterReady;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor;
import io.clusterline.event.IngressReady;
import io.clusterline.event.StageName;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsClients;
import io.clusterline.infra.cluster.LivingCluster;
import io.clusterline.infra.edge.HostedZone;
import io.clusterline.infra.edge.Zone;
import io.clusterline.spec.Cluster;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.StageDefinition;
import io.clusterline.stage.StageScope;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The public names of the cluster: alias records that lead to its load balancer. It is the last
 * stage beside a build, and ends it with ClusterReady.
 */
public final class DnsStage implements StageDefinition<IngressReady, Aws> {

  public static final List<Kind<Aws, ?>> KINDS = DnsSteps.KINDS;

  private final AwsClients clients;
  private final LivingCluster.Tools living;
  private final DnsSettings settings;

  public DnsStage(AwsClients clients, LivingCluster.Tools living, DnsSettings settings) {
    this.clients = clients;
    this.living = living;
    this.settings = settings;
  }

  @Override
  public StageName name() {
    return StageName.DNS;
  }

  @Override
  public Class<IngressReady> trigger() {
    return IngressReady.class;
  }

  @Override
  public Aws context(StageScope scope, IngressReady trigger) {
    return new Aws(scope, clients, living, trigger.cluster());
  }

  @Override
  public Result compose(StepGraph<Aws> graph, IngressReady trigger) {
    Cluster cluster = trigger.cluster();
    FrontDoor door = trigger.frontDoor();
    if (door == null || cluster.spec().domain() == null) {
      graph.add(new NoNames());
      AnnouncedNames announced = graph.add(new AnnouncedNames(List.of(), cluster));
      return outputs -> new ClusterReady(cluster, List.of(), outputs.of(announced).evidence());
    }
    DnsSteps steps = DnsSteps.add(graph, cluster.spec(), door, settings);
    AnnouncedNames announced = graph.add(new AnnouncedNames(steps.answers(), cluster));
    How how = clients.areAmazons() ? How.EXECUTED : How.SIMULATED;
    return outputs ->
        new ClusterReady(
            cluster,
            cluster.spec().ingress().names(),
            both(outputs.of(announced).evidence(), steps.evidence(outputs, how)));
  }

  private static List<Evidence> both(List<Evidence> names, List<Evidence> behind) {
    return Stream.concat(names.stream(), behind.stream()).toList();
  }

  @Override
  public List<String> leftovers(Aws aws) {
    return aws
        .domain()
        .flatMap(domain -> zone(aws, domain))
        .map(zone -> OwnersMark.hostsOf(aws, zone.id()))
        .orElse(List.of())
        .stream()
        .map(host -> "record " + host)
        .toList();
  }

  /** Empty when its owner has deleted it: then no record is left. */
  private static Optional<Zone> zone(Aws aws, String domain) {
    try {
      return new HostedZone(domain, aws.zoneId()).find(aws) instanceof Found.InSync<Zone> found
          ? Optional.of(found.value())
          : Optional.empty();
    } catch (ClusterlineException e) {
      if (e.code() == ErrorCode.HOSTED_ZONE_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Kind<Aws, ?>> kinds() {
    return KINDS;
  }
}
