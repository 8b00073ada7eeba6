package io.clusterline.event;

import org.jspecify.annotations.Nullable;

/**
 * What stands between the internet and the cluster.
 *
 * @param zoneId the hosted zone in Route 53 that holds the domain
 * @param certificateArn the certificate of the domain and its hosts, in the cluster's region
 * @param cdn null when the specification switches it off
 */
public record Edge(String zoneId, String certificateArn, @Nullable Cdn cdn) {

  /**
   * The CloudFront distribution of the images.
   *
   * @param host the public name: {@code images.example.org}
   * @param distributionId its id in CloudFront
   * @param distributionDomain the name that the host is an alias of
   * @param certificateArn the certificate of the host, in us-east-1
   */
  public record Cdn(
      String host, String distributionId, String distributionDomain, String certificateArn) {}
}
