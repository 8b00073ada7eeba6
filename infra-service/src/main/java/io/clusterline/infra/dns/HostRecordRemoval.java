package io.clusterline.infra.dns;

import io.clusterline.event.Retained;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.infra.edge.Records;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Deletes a host's record if it still is as this cluster made it; else it is kept, and said. */
final class HostRecordRemoval {

  private HostRecordRemoval() {}

  static void delete(Aws aws, HostRecord.Held held) {
    try {
      deleteIn(aws, held);
    } catch (AwsCallException e) {
      if (!e.isNotFound()) {
        throw e; // else its owner has deleted the hosted zone
      }
    }
  }

  /** The mark goes last: as long as it is there, a removal that was stopped goes on. */
  private static void deleteIn(Aws aws, HostRecord.Held held) {
    HostName name = HostName.read(aws, held.zoneId(), held.host());
    if (name.mark().filter(mark -> !name.own().isIn(mark)).isPresent()) {
      aws.retain(new Retained("record " + held.host(), "another cluster has taken the host over"));
      return;
    }
    Records.delete(aws, held.zoneId(), held.toSet());
    name.addresses().stream()
        .filter(one -> !Records.isSame(one, held.toSet()))
        .forEach(one -> aws.retain(new Retained(describe(one), "this cluster did not write it")));
    name.mark().ifPresent(mark -> Records.delete(aws, held.zoneId(), mark));
  }

  private static String describe(ResourceRecordSet record) {
    return "record %s %s, which leads to %s"
        .formatted(Records.undotted(record.name()), record.typeAsString(), Records.target(record));
  }
}
