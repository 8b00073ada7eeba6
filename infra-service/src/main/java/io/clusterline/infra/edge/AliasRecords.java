package io.clusterline.infra.edge;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The host's A and AAAA records: aliases of the distribution. A record of others is refused. */
public record AliasRecords(HostedZone zone, Distribution distribution, String host)
    implements Step<Aws, AliasRecords.Held> {

  /** The hosted zone of every distribution in CloudFront. */
  private static final String CLOUDFRONT = "Z2FDTNDATAQYW2";

  /**
   * Records of a zone.
   *
   * @param target the distribution's name
   */
  public record Held(String zoneId, String host, String target) {

    private List<ResourceRecordSet> toSets() {
      return Stream.of(RRType.A, RRType.AAAA).map(this::toSet).toList();
    }

    private ResourceRecordSet toSet(RRType type) {
      return ResourceRecordSet.builder()
          .name(host)
          .type(type)
          .aliasTarget(
              alias -> alias.hostedZoneId(CLOUDFRONT).dnsName(target).evaluateTargetHealth(false))
          .build();
    }
  }

  public static final Kind<Aws, Held> KIND =
      Kind.of("alias-records", Held.class, AliasRecords::delete, (aws, intent) -> Optional.empty());

  @Override
  public Kind<Aws, Held> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return host;
  }

  @Override
  public Found<Held> find(Aws aws) {
    Held wanted = new Held(aws.output(zone).id(), host, aws.output(distribution).domain());
    List<ResourceRecordSet> present = addresses(aws, wanted.zoneId());
    Optional<ResourceRecordSet> other =
        present.stream().filter(one -> !isOneOf(one, wanted)).findFirst();
    if (other.isPresent()) {
      return drifted(aws, wanted, other.get());
    }
    return present.size() == wanted.toSets().size() ? Found.inSync(wanted) : Found.missing();
  }

  private Found<Held> drifted(Aws aws, Held wanted, ResourceRecordSet other) {
    boolean ours = aws.recorded(KIND).filter(held -> isOneOf(other, held)).isPresent();
    if (!ours) {
      throw new ClusterlineException(
          ErrorCode.DNS_RECORD_TAKEN,
          "record %s %s of hosted zone %s leads to %s, and is not this cluster's"
              .formatted(host, other.typeAsString(), wanted.zoneId(), Records.target(other)));
    }
    return Found.drifted(wanted, new Change("target", Records.target(other), wanted.target()));
  }

  @Override
  public Held apply(Aws aws, Found<Held> found) {
    Held wanted = new Held(aws.output(zone).id(), host, aws.output(distribution).domain());
    Records.upsert(aws, wanted.zoneId(), wanted.toSets());
    return wanted;
  }

  /** All by which the host is reached. */
  private List<ResourceRecordSet> addresses(Aws aws, String zoneId) {
    return Records.named(aws, zoneId, host).stream()
        .filter(one -> List.of(RRType.A, RRType.AAAA, RRType.CNAME).contains(one.type()))
        .toList();
  }

  private static boolean isOneOf(ResourceRecordSet record, Held held) {
    return held.toSets().stream().anyMatch(one -> Records.isSame(one, record));
  }

  private static void delete(Aws aws, Held held) {
    held.toSets().forEach(record -> Records.delete(aws, held.zoneId(), record));
  }
}
