package io.clusterline.infra.dns;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.Records;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A host as the hosted zone has it now.
 *
 * @param addresses all records by which it is reached
 * @param mark the owner's mark beside them
 * @param own what the mark of this cluster says
 */
record HostName(
    String zoneId,
    String host,
    List<ResourceRecordSet> addresses,
    Optional<ResourceRecordSet> mark,
    OwnersMark own) {

  private static final Set<RRType> LEAD_SOMEWHERE = Set.of(RRType.A, RRType.AAAA, RRType.CNAME);

  static HostName read(Aws aws, String zoneId, String host) {
    return new HostName(
        zoneId,
        host,
        Records.named(aws, zoneId, host).stream()
            .filter(one -> LEAD_SOMEWHERE.contains(one.type()))
            .toList(),
        Records.find(aws, zoneId, OwnersMark.nameOf(host), RRType.TXT),
        OwnersMark.of(aws.cluster()));
  }

  /** The one simple A record; of another form it is somebody else's. */
  Optional<ResourceRecordSet> address() {
    return addresses.stream().filter(HostName::isSimple).findFirst();
  }

  boolean isMarkedAs(OwnersMark owner) {
    return mark.filter(owner::isIn).isPresent();
  }

  /**
   * Ours is what has our mark, what the ledger says we wrote, and what leads to our load balancer
   * already: external-dns may have written that one.
   *
   * @throws ClusterlineException {@code DNS_RECORD_TAKEN}, naming the record and where it leads
   */
  void refuseOthers(HostRecord.Held wanted, Optional<HostRecord.Held> recorded) {
    mark.filter(one -> !own.isIn(one)).ifPresent(one -> refuse(one, owner(one)));
    addresses.stream()
        .filter(one -> !isSimple(one) || !isOurs(one, wanted, recorded))
        .findFirst()
        .ifPresent(one -> refuse(one, "somebody else's"));
  }

  /** The record that leads somewhere, as ours. */
  HostRecord.Held held() {
    return address()
        .map(ResourceRecordSet::aliasTarget)
        .map(alias ->
            new HostRecord.Held(
                zoneId, host, Records.undotted(alias.dnsName()), alias.hostedZoneId(), ""))
        .orElseGet(() -> new HostRecord.Held(zoneId, host, "", "", ""));
  }

  private boolean isOurs(
      ResourceRecordSet one, HostRecord.Held wanted, Optional<HostRecord.Held> recorded) {
    return isMarkedAs(own)
        || Records.isSame(one, wanted.toSet())
        || recorded.filter(held -> Records.isSame(one, held.toSet())).isPresent();
  }

  /** Weighted records, and those by place or latency, have an identifier. */
  private static boolean isSimple(ResourceRecordSet record) {
    return record.type() == RRType.A && record.setIdentifier() == null;
  }

  private static String owner(ResourceRecordSet mark) {
    return OwnersMark.read(mark).map(owner -> owner + "'s").orElse("somebody else's");
  }

  private void refuse(ResourceRecordSet record, String owner) {
    throw new ClusterlineException(
        ErrorCode.DNS_RECORD_TAKEN,
        "record %s %s of hosted zone %s leads to %s, and is %s"
            .formatted(
                Records.undotted(record.name()),
                record.typeAsString(),
                zoneId,
                Records.target(record),
                owner));
  }
}
