package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** The VPC's way to the internet, attached. */
public record InternetGateway(Step<Aws, String> vpc)
    implements TaggedStep<software.amazon.awssdk.services.ec2.model.InternetGateway> {

  private static final TaggedType<software.amazon.awssdk.services.ec2.model.InternetGateway> TYPE =
      new TaggedType<>(
          Inventory::internetGateways,
          gateway -> gateway.internetGatewayId(),
          gateway -> gateway.tags(),
          InternetGateway::delete);

  public static final Kind<Aws, String> KIND = TYPE.kind("internet-gateway");

  @Override
  public TaggedType<software.amazon.awssdk.services.ec2.model.InternetGateway> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "main";
  }

  @Override
  public String create(Aws aws) {
    var tags = Tags.common(aws, address(), aws.cluster().name());
    return aws.ec2(c ->
            c.createInternetGateway(
                r -> r.tagSpecifications(Tags.on(ResourceType.INTERNET_GATEWAY, tags))))
        .internetGateway()
        .internetGatewayId();
  }

  @Override
  public void configure(Aws aws, String id) {
    String vpcId = aws.output(vpc);
    IdempotentCreate.createOnce(
        () -> attach(aws, id, vpcId),
        () -> attachedTo(aws, id).stream().filter(vpcId::equals).findFirst());
  }

  private static String attach(Aws aws, String id, String vpcId) {
    aws.ec2(c -> c.attachInternetGateway(r -> r.internetGatewayId(id).vpcId(vpcId)));
    return vpcId;
  }

  @Override
  public List<Change> differences(
      Aws aws, software.amazon.awssdk.services.ec2.model.InternetGateway gateway) {
    boolean attached =
        gateway.attachments().stream().anyMatch(a -> a.vpcId().equals(aws.output(vpc)));
    return attached ? List.of() : List.of(new Change("attached", "false", "true"));
  }

  private static List<String> attachedTo(Aws aws, String id) {
    return aws
        .ec2(c -> c.describeInternetGateways(r -> r.internetGatewayIds(id)))
        .internetGateways()
        .stream()
        .flatMap(gateway -> gateway.attachments().stream())
        .map(attachment -> attachment.vpcId())
        .toList();
  }

  /** A gateway cannot be detached while a public address uses it. */
  private static void delete(Aws aws, String id) {
    Deletions.ignoreNotFound(() ->
        attachedTo(aws, id)
            .forEach(vpcId ->
                aws.ec2(c -> c.detachInternetGateway(r -> r.internetGatewayId(id).vpcId(vpcId)))));
    aws.ec2(c -> c.deleteInternetGateway(r -> r.internetGatewayId(id)));
  }
}
