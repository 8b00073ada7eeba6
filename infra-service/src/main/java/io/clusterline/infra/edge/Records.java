package io.clusterline.infra.edge;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.aws.Deletions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** The records of a hosted zone. Only a record that is exactly as it was made is ever deleted. */
public final class Records {

  private Records() {}

  /** Every record of that name, whatever its type. */
  public static List<ResourceRecordSet> named(Aws aws, String zone, String name) {
    return aws
        .route53(c -> c.listResourceRecordSets(r -> r.hostedZoneId(zone).startRecordName(name)))
        .resourceRecordSets()
        .stream()
        .filter(record -> isSame(record.name(), name))
        .toList();
  }

  public static Optional<ResourceRecordSet> find(Aws aws, String zone, String name, RRType type) {
    return named(aws, zone, name).stream().filter(record -> record.type() == type).findFirst();
  }

  /**
   * Writes them all or none.
   *
   * @return the change's id, by which Route 53 says whether all of its name servers have it
   */
  public static String upsert(Aws aws, String zone, List<ResourceRecordSet> records) {
    return change(aws, zone, ChangeAction.UPSERT, records);
  }

  /** Deletes the record if it is there and exactly this one. */
  public static void delete(Aws aws, String zone, ResourceRecordSet record) {
    Deletions.ignoreNotFound(() ->
        find(aws, zone, record.name(), record.type())
            .filter(present -> isSame(present, record))
            .ifPresent(present -> deletePresent(aws, zone, present)));
  }

  /** Somebody else may have deleted or changed it in between. */
  private static void deletePresent(Aws aws, String zone, ResourceRecordSet present) {
    try {
      change(aws, zone, ChangeAction.DELETE, List.of(present));
    } catch (AwsCallException e) {
      if (!e.is("InvalidChangeBatch")) {
        throw e;
      }
    }
  }

  private static String change(
      Aws aws, String zone, ChangeAction action, List<ResourceRecordSet> records) {
    List<Change> changes =
        records.stream()
            .map(one -> Change.builder().action(action).resourceRecordSet(one).build())
            .toList();
    return aws.route53(c ->
            c.changeResourceRecordSets(
                r -> r.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes))))
        .changeInfo()
        .id()
        .replace("/change/", "");
  }

  /** Same name, type and target. */
  public static boolean isSame(ResourceRecordSet a, ResourceRecordSet b) {
    return isSame(a.name(), b.name()) && a.type() == b.type() && target(a).equals(target(b));
  }

  /** The value of a plain record, the name behind an alias. */
  public static String target(ResourceRecordSet record) {
    String text =
        record.aliasTarget() == null
            ? String.join(",", record.resourceRecords().stream().map(one -> one.value()).toList())
            : record.aliasTarget().dnsName();
    return undotted(text);
  }

  private static boolean isSame(String a, String b) {
    return undotted(a).equals(undotted(b));
  }

  /** Route 53 writes names in lower case and with a dot at the end. */
  public static String undotted(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[.]$", "");
  }
}
