package io.clusterline.infra.dns;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.Records;
import io.clusterline.stage.ClusterRef;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Says in DNS itself whose a host's records are: a TXT record beside them, written in the same
 * change. So ownership survives a crash before the ledger is written, and two clusters of one
 * domain see one another.
 *
 * @param cluster name of the owner
 * @param uid of the owner
 */
record OwnersMark(String cluster, String uid) {

  private static final String PREFIX = "_clusterline.";
  private static final long TIME_TO_LIVE = 300;
  private static final Pattern TEXT = Pattern.compile("\"clusterline cluster=(\\S+) uid=(\\S+)\"");

  static OwnersMark of(ClusterRef cluster) {
    return new OwnersMark(cluster.name(), cluster.uid());
  }

  static String nameOf(String host) {
    return PREFIX + host;
  }

  /** Every host of the zone with the mark of this cluster. */
  static List<String> hostsOf(Aws aws, String zoneId) {
    OwnersMark own = of(aws.cluster());
    return aws
        .route53(c ->
            c
                .listResourceRecordSetsPaginator(r -> r.hostedZoneId(zoneId))
                .resourceRecordSets()
                .stream()
                .toList())
        .stream()
        .filter(OwnersMark::isMark)
        .filter(own::isIn)
        .map(one -> Records.undotted(one.name()).substring(PREFIX.length()))
        .toList();
  }

  private static boolean isMark(ResourceRecordSet record) {
    return record.type() == RRType.TXT && record.name().startsWith(PREFIX);
  }

  /** Empty when the text is not one of ours. */
  static Optional<OwnersMark> read(ResourceRecordSet record) {
    return record.resourceRecords().stream()
        .map(one -> TEXT.matcher(one.value()))
        .filter(Matcher::matches)
        .map(text -> new OwnersMark(text.group(1), text.group(2)))
        .findFirst();
  }

  ResourceRecordSet toSet(String host) {
    return ResourceRecordSet.builder()
        .name(nameOf(host))
        .type(RRType.TXT)
        .ttl(TIME_TO_LIVE)
        .resourceRecords(one -> one.value(text()))
        .build();
  }

  boolean isIn(ResourceRecordSet record) {
    return Records.target(record).equals(Records.undotted(text()));
  }

  private String text() {
    return "\"clusterline cluster=" + cluster + " uid=" + uid + "\"";
  }

  @Override
  public String toString() {
    return "cluster " + cluster + " (" + uid + ")";
  }
}
