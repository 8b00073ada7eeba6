package io.clusterline.infra.network;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.AwsCallException;
import io.clusterline.spec.Cidr;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockState;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockStateCode;

/**
 * A VPC that somebody else made and keeps: looked at, never changed, never removed.
 *
 * @param others ranges of the cluster's that must share no address with any range of the VPC
 */
public record ExistingVpc(String id, Cidr cidr, List<Cidr> others) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND = Kind.withoutResource("existing-vpc", String.class);

  public ExistingVpc {
    others = List.copyOf(others);
  }

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
    List<Cidr> blocks = ranges(aws);
    List<String> findings = new ArrayList<>();
    if (blocks.stream().noneMatch(block -> block.contains(cidr))) {
      findings.add(
          "spec.network.vpcCidr " + cidr + " is not within " + id + ", which has " + blocks);
    }
    for (Cidr other : others) {
      blocks.stream()
          .filter(other::overlaps)
          .map(block -> "spec.network: " + other + " overlaps " + block + ", a range of " + id)
          .forEach(findings::add);
    }
    if (!findings.isEmpty()) {
      throw new ClusterlineException(ErrorCode.INVALID_SPECIFICATION, String.join("; ", findings));
    }
    return Found.inSync(id);
  }

  /** Every range that it has; a VPC may have five. */
  private List<Cidr> ranges(Aws aws) {
    try {
      return aws.ec2(c -> c.describeVpcs(r -> r.vpcIds(id))).vpcs().stream()
          .flatMap(vpc -> vpc.cidrBlockAssociationSet().stream())
          .filter(association -> isThere(association.cidrBlockState()))
          .map(association -> Cidr.parse(association.cidrBlock()))
          .toList();
    } catch (AwsCallException e) {
      if (!e.isNotFound()) {
        throw e;
      }
      throw new ClusterlineException(
          ErrorCode.INVALID_SPECIFICATION,
          "spec.network.existingVpcId: there is no " + id + " in " + aws.region(),
          e);
    }
  }

  /** A range that was taken away is listed for a while. */
  private static boolean isThere(@Nullable VpcCidrBlockState state) {
    return state == null
        || !List.of(VpcCidrBlockStateCode.DISASSOCIATED, VpcCidrBlockStateCode.FAILED)
            .contains(state.state());
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return id;
  }
}
