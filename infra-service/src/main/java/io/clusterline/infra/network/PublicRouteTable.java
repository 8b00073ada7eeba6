package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Address;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/** The route table of the public subnets. The others stay with the VPC's main one: no way out. */
public record PublicRouteTable(Step<Aws, String> vpc) implements TaggedStep<RouteTable> {

  private static final TaggedType<RouteTable> TYPE =
      new TaggedType<>(
          Inventory::routeTables,
          RouteTable::routeTableId,
          RouteTable::tags,
          (aws, id) -> aws.ec2(c -> c.deleteRouteTable(r -> r.routeTableId(id))));

  public static final Kind<Aws, String> KIND = TYPE.kind("route-table");

  /** The cluster's route table, by its tags. */
  static Optional<String> idOf(Aws aws) {
    return TYPE.taggedWith(aws, new Address(KIND.name(), "public")).stream()
        .map(RouteTable::routeTableId)
        .findFirst();
  }

  @Override
  public TaggedType<RouteTable> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "public";
  }

  @Override
  public String create(Aws aws) {
    var tags = Tags.common(aws, address(), aws.cluster().name() + "-public");
    return aws.ec2(c ->
            c.createRouteTable(r ->
                r.vpcId(aws.output(vpc))
                    .tagSpecifications(Tags.on(ResourceType.ROUTE_TABLE, tags))))
        .routeTable()
        .routeTableId();
  }
}
