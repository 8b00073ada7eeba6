package io.clusterline.infra.dns;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.Records;
import io.clusterline.infra.removal.ClusterTags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * The load balancer that the Ingresses got, looked up: never made here. One that the account has
 * must have the cluster's tag. One that a stand-in does not show is taken by the zone that AWS
 * publishes for its region, and the answer of Route 53 decides at the end.
 *
 * @param name its name in DNS, as the Ingresses say it
 */
public record Balancer(String name) implements Step<Aws, Balancer.Target> {

  /**
   * Where the records lead.
   *
   * @param name in DNS
   * @param zoneId the hosted zone of AWS that holds that name
   */
  public record Target(String name, String zoneId) {}

  public static final Kind<Aws, Target> KIND = Kind.withoutResource("load-balancer", Target.class);

  @Override
  public Kind<Aws, Target> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "ingress";
  }

  @Override
  public Found<Target> find(Aws aws) {
    return Found.inSync(lookUp(aws).map(one -> owned(aws, one)).orElseGet(() -> published(aws)));
  }

  @Override
  public Target apply(Aws aws, Found<Target> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private Optional<LoadBalancer> lookUp(Aws aws) {
    return aws
        .elb(c -> c.describeLoadBalancersPaginator(r -> {}).loadBalancers().stream().toList())
        .stream()
        .filter(one -> Records.undotted(one.dnsName()).equals(Records.undotted(name)))
        .findFirst();
  }

  private Target owned(Aws aws, LoadBalancer found) {
    String arn = found.loadBalancerArn();
    Map<String, String> tags =
        aws.elb(c -> c.describeTags(r -> r.resourceArns(arn))).tagDescriptions().stream()
            .flatMap(described -> described.tags().stream())
            .collect(Collectors.toMap(Tag::key, Tag::value));
    if (!ClusterTags.of(aws).areTagged(tags)) {
      throw notFound(
          "load balancer %s has no tag of cluster %s".formatted(name, aws.cluster().name()));
    }
    return new Target(Records.undotted(found.dnsName()), found.canonicalHostedZoneId());
  }

  /** Only the controller of the sandbox names a load balancer that nobody has made. */
  private Target published(Aws aws) {
    String zone =
        LoadBalancerZones.of(name)
            .filter(found -> !aws.isAmazons())
            .orElseThrow(() -> notFound("this account has no load balancer " + name));
    aws.remark("load balancer " + name + " is none that this account shows");
    return new Target(Records.undotted(name), zone);
  }

  private static ClusterlineException notFound(String message) {
    return new ClusterlineException(ErrorCode.LOAD_BALANCER_NOT_FOUND, message);
  }
}
