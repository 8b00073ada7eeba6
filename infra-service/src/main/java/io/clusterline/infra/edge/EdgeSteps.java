package io.clusterline.infra.edge;

import io.clusterline.event.Edge;
import io.clusterline.event.Evidence;
import io.clusterline.event.Evidence.How;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.preflight.CallerIdentity;
import io.clusterline.spec.ClusterSpec;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Outputs;
import io.clusterline.stage.StepGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps for a domain: a certificate in the cluster's region, and the CDN unless it is switched
 * off.
 */
record EdgeSteps(HostedZone zone, CertificateIssued regional, @Nullable CdnSteps cdn) {

  static final List<Kind<Aws, ?>> KINDS =
      List.of(
          CallerIdentity.KIND,
          NothingToDo.KIND,
          HostedZone.KIND,
          Certificate.KIND,
          ValidationRecords.KIND,
          CertificateIssued.KIND,
          OriginAccess.KIND,
          OriginBucket.KIND,
          Distribution.KIND,
          BucketAccess.KIND,
          AliasRecords.KIND,
          DistributionDeployed.KIND);

  static EdgeSteps add(
      StepGraph<Aws> graph, ClusterSpec spec, String domain, EdgeSettings settings) {
    var account = graph.add(new CallerIdentity(spec.aws().accountId()));
    var zone = graph.after(account).add(new HostedZone(domain, spec.dns().zoneId()));
    var regional =
        issued(
            graph,
            zone,
            new Certificate(spec.aws().region(), List.of(domain, "*." + domain)),
            settings);
    CdnSteps cdn = spec.cdn().enabled() ? CdnSteps.add(graph, zone, settings) : null;
    return new EdgeSteps(zone, regional, cdn);
  }

  static CertificateIssued issued(
      StepGraph<Aws> graph, HostedZone zone, Certificate wanted, EdgeSettings settings) {
    var certificate = graph.after(zone).add(wanted);
    var records = graph.add(new ValidationRecords(certificate, zone));
    return graph.add(new CertificateIssued(certificate, records, settings.certificate()));
  }

  Edge edge(Outputs outputs) {
    return new Edge(
        outputs.of(zone).id(),
        outputs.of(regional).arn(),
        cdn == null ? null : cdn.published(outputs));
  }

  /**
   * @param how whether AWS answered, or a stand-in
   */
  List<Evidence> evidence(Outputs outputs, How how) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(issued(regional, outputs, how));
    if (cdn == null) {
      evidence.add(new Evidence("the CDN is deployed", How.SKIPPED, "spec.cdn.enabled is false"));
    } else {
      evidence.add(issued(cdn.certificate(), outputs, how));
      evidence.add(new Evidence("the CDN is deployed", how, outputs.of(cdn.deployed())));
    }
    return evidence;
  }

  /** What of the cluster is left, by its tags and names. */
  static List<String> leftovers(Aws aws, String domain) {
    Stream<String> cdn = Distribution.tagged(aws).map(one -> "distribution " + one.id()).stream();
    Stream<String> access =
        OriginAccess.named(aws).map(id -> "origin access control " + id).stream();
    Stream<String> certificates =
        Stream.of(domain, CdnSteps.hostOf(domain))
            .flatMap(name -> Certificate.tagged(aws, name).stream())
            .map(one -> "certificate " + one.arn());
    return Stream.of(cdn, access, certificates).flatMap(each -> each).toList();
  }

  private static Evidence issued(CertificateIssued step, Outputs outputs, How how) {
    return new Evidence(
        "the certificate of " + step.certificate().key() + " is issued",
        how,
        outputs.of(step).arn());
  }
}
