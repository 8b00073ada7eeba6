package io.clusterline.infra.dns;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.edge.HostedZone;
import io.clusterline.infra.edge.Records;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/**
 * Deletes the records of hosts that left the specification, by their marks. A prune begins before
 * this stage does, and would compare with what the stage was asked for the time before.
 *
 * @param names the hosts that stay
 */
public record LeftNames(HostedZone zone, List<String> names) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("left-names", String.class);

  private static final String NONE = "none";

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return zone.domain();
  }

  @Override
  public Found<String> find(Aws aws) {
    return left(aws).isEmpty() ? Found.inSync(NONE) : Found.missing();
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    List<String> left = left(aws);
    String zoneId = aws.output(zone).id();
    for (String host : left) {
      aws.report("deletes the record of " + host + ", which left the specification");
      HostRecord.Held held =
          aws.recorded(HostRecord.KIND, host)
              .orElseGet(() -> HostName.read(aws, zoneId, host).held());
      HostRecordRemoval.delete(aws, held);
    }
    return String.join(", ", left);
  }

  private List<String> left(Aws aws) {
    return OwnersMark.hostsOf(aws, aws.output(zone).id()).stream()
        .filter(host -> names.stream().noneMatch(name -> Records.undotted(name).equals(host)))
        .toList();
  }
}
