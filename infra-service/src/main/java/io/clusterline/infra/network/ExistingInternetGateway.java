package io.clusterline.infra.network;

import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.infra.aws.Aws;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import software.amazon.awssdk.services.ec2.model.Filter;

/** The internet gateway of an existing VPC: a VPC has at most one, so it is used as it is. */
public record ExistingInternetGateway(ExistingVpc vpc) implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.withoutResource("existing-internet-gateway", String.class);

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return vpc.id();
  }

  @Override
  public Found<String> find(Aws aws) {
    Filter ofVpc = Filter.builder().name("attachment.vpc-id").values(vpc.id()).build();
    return aws
        .ec2(c -> c.describeInternetGateways(r -> r.filters(ofVpc)))
        .internetGateways()
        .stream()
        .findFirst()
        .map(gateway -> Found.inSync(gateway.internetGatewayId()))
        .orElseThrow(() ->
            new ClusterlineException(
                ErrorCode.INVALID_SPECIFICATION,
                "spec.network.existingVpcId: "
                    + vpc.id()
                    + " has no internet gateway; attach one, or let Clusterline make the VPC"));
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    throw new IllegalStateException("there is nothing to make: find() answers or fails");
  }
}
