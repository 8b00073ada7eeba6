package io.clusterline.infra.dns;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import io.clusterline.stage.Wait;
import io.clusterline.stage.Wait.Seen;
import java.time.Duration;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/** All name servers of Route 53 have the host's record. */
public record RecordPublished(HostRecord record, Duration within) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.withoutResource("record-published", String.class);

  private static final String IN_SYNC = ChangeStatus.INSYNC.toString();

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return record.host();
  }

  @Override
  public Duration deadline() {
    return within.plusMinutes(1);
  }

  @Override
  public Found<String> find(Aws aws) {
    return status(aws).equals(IN_SYNC) ? Found.inSync(IN_SYNC) : Found.missing();
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return Wait.until("Route 53's name servers have the record of " + record.host())
        .within(within)
        .reporting(aws::report)
        .poll(() -> {
          String status = status(aws);
          return status.equals(IN_SYNC)
              ? Seen.yes(status)
              : Seen.notYet("change " + aws.output(record).change() + " is " + status);
        });
  }

  /** AWS forgets changes after a while; those that it has forgotten are long done. */
  private String status(Aws aws) {
    String change = aws.output(record).change();
    try {
      return aws.route53(c -> c.getChange(r -> r.id(change))).changeInfo().statusAsString();
    } catch (AwsCallException e) {
      if (e.is("NoSuchChange")) {
        return IN_SYNC;
      }
      throw e;
    }
  }
}
