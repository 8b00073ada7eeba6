package io.clusterline.infra.edge;

import io.clusterline.event.Edge;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Outputs;
import io.clusterline.stage.StepGraph;
import java.util.List;

/** The steps of the CDN in front of the images. */
record CdnSteps(
    CertificateIssued certificate, Distribution distribution, DistributionDeployed deployed) {

  static CdnSteps add(StepGraph<Aws> graph, HostedZone zone, EdgeSettings settings) {
    String host = hostOf(zone.domain());
    var certificate =
        EdgeSteps.issued(
            graph, zone, new Certificate(Certificate.REGION_OF_CDN, List.of(host)), settings);
    var bucket = graph.after(zone).add(new OriginBucket(settings.bucket()));
    var access = graph.after(zone).add(new OriginAccess());
    var distribution = graph.add(new Distribution(access, bucket, certificate, host));
    graph.add(new BucketAccess(bucket, distribution));
    graph.add(new AliasRecords(zone, distribution, host));
    var deployed = graph.add(new DistributionDeployed(distribution, settings.distribution()));
    return new CdnSteps(certificate, distribution, deployed);
  }

  /** The public name of the images. */
  static String hostOf(String domain) {
    return "images." + domain;
  }

  Edge.Cdn published(Outputs outputs) {
    var made = outputs.of(distribution);
    return new Edge.Cdn(
        distribution.host(), made.id(), made.domain(), outputs.of(certificate).arn());
  }
}
