package io.clusterline.infra.preflight;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Whether the account may have one more of what each cluster needs one of. */
public record CountQuota(Counted counted) implements Step<Aws, Checked> {

  /** What is counted. A new account may have five of each. */
  public enum Counted {
    ELASTIC_IPS("Elastic IP addresses", new Quota("ec2", "L-0263D0A3")),
    VPCS("VPCs", new Quota("vpc", "L-F678F1CE"));

    private final String plural;
    private final Quota quota;

    Counted(String plural, Quota quota) {
      this.plural = plural;
      this.quota = quota;
    }

    /** The tags of each that the account has in the region. */
    private List<List<Tag>> existing(Aws aws) {
      return switch (this) {
        case ELASTIC_IPS ->
            aws.ec2(c -> c.describeAddresses()).addresses().stream()
                .map(address -> address.tags())
                .toList();
        case VPCS ->
            aws.ec2(c -> c.describeVpcsPaginator().vpcs().stream().map(vpc -> vpc.tags()).toList());
      };
    }
  }

  public static final Kind<Aws, Checked> KIND = Kind.withoutResource("count-quota", Checked.class);

  @Override
  public Kind<Aws, Checked> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return counted.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  @Override
  public Found<Checked> find(Aws aws) {
    String what = "the quota of " + counted.plural;
    return Found.inSync(
        aws.askIfPermitted(what, () -> counted.existing(aws))
            .map(existing -> isOneOurs(aws, existing) || hasRoomBeside(aws, existing.size(), what))
            .map(Checked::new)
            .orElseGet(() -> new Checked(false)));
  }

  @Override
  public Checked apply(Aws aws, Found<Checked> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }

  private static boolean isOneOurs(Aws aws, List<List<Tag>> existing) {
    return existing.stream()
        .flatMap(tags -> Tags.value(tags, Tags.CLUSTER_UID).stream())
        .anyMatch(aws.cluster().uid()::equals);
  }

  /** False if nobody knows. */
  private boolean hasRoomBeside(Aws aws, int used, String what) {
    var allowed = counted.quota.allows(aws, what);
    if (allowed.isPresent() && used >= allowed.get()) {
      throw new ClusterlineException(
          ErrorCode.AWS_LIMIT_EXCEEDED,
          "the cluster needs one of the %s; of the %d that quota %s allows in %s, %d are in use"
              .formatted(counted.plural, allowed.get(), counted.quota.code(), aws.region(), used));
    }
    return allowed.isPresent();
  }
}
