package io.clusterline.infra.dns;

import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.event.FrontDoor;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.HostedZone;
import io.clusterline.infra.preflight.CallerIdentity;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Outputs;
import io.clusterline.stage.StepGraph;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The steps for a load balancer: per host a record, that it is published, and the answer; per
 * target group its health.
 */
record DnsSteps(List<HostAnswer> answers, List<TargetsHealthy> targets, FrontDoor door) {

  static final List<Kind<Aws, ?>> KINDS =
      List.of(
          CallerIdentity.KIND,
          NoNames.KIND,
          HostedZone.KIND,
          Balancer.KIND,
          TargetsHealthy.KIND,
          LeftNames.KIND,
          HostRecord.KIND,
          RecordPublished.KIND,
          HostAnswer.KIND,
          AnnouncedNames.KIND);

  static DnsSteps add(
      StepGraph<Aws> graph, ClusterSpec spec, FrontDoor door, DnsSettings settings) {
    String domain = Objects.requireNonNull(spec.domain(), "names without a domain");
    var account = graph.add(new CallerIdentity(spec.aws().accountId()));
    var zone = graph.after(account).add(new HostedZone(domain, spec.dns().zoneId()));
    var balancer = graph.after(account).add(new Balancer(door.loadBalancer()));
    List<String> names = spec.ingress().names();
    graph.add(new LeftNames(zone, names));
    var answers =
        names.stream().map(host -> answer(graph, zone, balancer, host, settings)).toList();
    var targets =
        door.routes().stream()
            .filter(route -> route.targetGroup() != null)
            .map(route -> new TargetsHealthy(route, settings.targets()))
            .toList();
    return new DnsSteps(answers, graph.after(balancer).addAll(targets), door);
  }

  private static HostAnswer answer(
      StepGraph<Aws> graph, HostedZone zone, Balancer balancer, String host, DnsSettings settings) {
    var record = graph.add(new HostRecord(zone, balancer, host));
    var published = graph.add(new RecordPublished(record, settings.change()));
    return graph.add(new HostAnswer(record, published, settings.answer()));
  }

  /**
   * What is known of the way behind the names.
   *
   * @param how whether AWS answered, or a stand-in
   */
  List<Evidence> evidence(Outputs outputs, How how) {
    Stream<Evidence> healthy = targets.stream().map(step -> step.evidence(outputs.of(step), how));
    Stream<Evidence> without =
        door.routes().stream()
            .filter(route -> route.targetGroup() == null)
            .map(TargetsHealthy::without);
    return Stream.of(healthy, without, answers.stream().map(DnsSteps::notDialled))
        .flatMap(each -> each)
        .toList();
  }

  private static Evidence notDialled(HostAnswer answer) {
    return new Evidence(
        "https://" + answer.key() + " answers",
        How.SKIPPED,
        "the services run where public names may not be reached, and dial none");
  }
}
