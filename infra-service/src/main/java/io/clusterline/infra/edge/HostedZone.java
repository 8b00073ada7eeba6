package io.clusterline.infra.edge;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public hosted zone that holds the domain. It is looked up, never created and never deleted.
 *
 * @param wantedId the specification's; null: the zone is found by the domain
 */
public record HostedZone(String domain, @Nullable String wantedId) implements Step<Aws, Zone> {

  public static final Kind<Aws, Zone> KIND = Kind.withoutResource("hosted-zone", Zone.class);

  private static final String PREFIX = "/hostedzone/";

  @Override
  public Kind<Aws, Zone> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return domain;
  }

  @Override
  public Found<Zone> find(Aws aws) {
    return Found.inSync(wantedId == null ? byDomain(aws) : byId(aws, wantedId));
  }

  @Override
  public Zone apply(Aws aws, Found<Zone> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private Zone byId(Aws aws, String id) {
    var zone = get(aws, id);
    Zone found = zone(zone);
    if (Boolean.TRUE.equals(zone.config().privateZone())) {
      throw notFound("spec.dns.zoneId " + id + " (" + found.name() + ") is a private zone");
    }
    if (!domain.equals(found.name()) && !domain.endsWith("." + found.name())) {
      throw notFound(
          "spec.dns.zoneId %s is the zone of %s, which does not hold %s"
              .formatted(id, found.name(), domain));
    }
    return found;
  }

  /** AWS does not say whether the zone of another account exists. */
  private static software.amazon.awssdk.services.route53.model.HostedZone get(Aws aws, String id) {
    try {
      return aws.route53(c -> c.getHostedZone(r -> r.id(id))).hostedZone();
    } catch (AwsCallException e) {
      if (e.isNotFound()) {
        throw notFound("this account has no hosted zone " + id + " (spec.dns.zoneId)");
      }
      if (e.code() == ErrorCode.AWS_DENIED) {
        throw new ClusterlineException(
            ErrorCode.HOSTED_ZONE_NOT_FOUND,
            "hosted zone %s (spec.dns.zoneId) is of another account, or the policy forbids it: %s"
                .formatted(id, e.getMessage()),
            e);
      }
      throw e;
    }
  }

  /** The zone of the domain itself, or of its closest parent that has one. */
  private Zone byDomain(Aws aws) {
    for (String name : namesUpwards()) {
      List<Zone> zones = named(aws, name);
      if (zones.size() > 1) {
        throw new ClusterlineException(
            ErrorCode.HOSTED_ZONE_AMBIGUOUS,
            "this account has %d public hosted zones of %s: %s"
                .formatted(
                    zones.size(), name, String.join(", ", zones.stream().map(Zone::id).toList())));
      }
      if (!zones.isEmpty()) {
        return zones.getFirst();
      }
    }
    throw notFound("this account has no public hosted zone that holds " + domain);
  }

  /** {@code a.example.org}, {@code example.org}: never a top-level domain. */
  private List<String> namesUpwards() {
    return Stream.iterate(
            domain, name -> name.contains("."), name -> name.substring(name.indexOf('.') + 1))
        .toList();
  }

  /** They come in an order that begins with that name. */
  private static List<Zone> named(Aws aws, String name) {
    return aws.route53(c -> c.listHostedZonesByName(r -> r.dnsName(name))).hostedZones().stream()
        .filter(zone -> !Boolean.TRUE.equals(zone.config().privateZone()))
        .map(HostedZone::zone)
        .filter(zone -> zone.name().equals(name))
        .toList();
  }

  private static Zone zone(software.amazon.awssdk.services.route53.model.HostedZone zone) {
    return new Zone(zone.id().replace(PREFIX, ""), zone.name().replaceAll("[.]$", ""));
  }

  private static ClusterlineException notFound(String message) {
    return new ClusterlineException(ErrorCode.HOSTED_ZONE_NOT_FOUND, message);
  }
}
