package io.clusterline.infra.network;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.spec.Cidr;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;

/** A VPC of the user: read, never changed, never removed. */
public record ExistingVpc(String id, Cidr cidr) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("existing-vpc", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return id;
  }

  @Override
  public Found<String> find(Aws aws) {
    List<String> blocks =
        aws.ec2(c -> c.describeVpcs(r -> r.vpcIds(id))).vpcs().stream()
            .flatMap(vpc -> vpc.cidrBlockAssociationSet().stream())
            .map(association -> association.cidrBlock())
            .toList();
    if (blocks.stream().noneMatch(block -> Cidr.parse(block).contains(cidr))) {
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION,
          "spec.network.vpcCidr " + cidr + " is not within " + id + ", which has " + blocks);
    }
    return Found.inSync(id);
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return id;
  }
}
