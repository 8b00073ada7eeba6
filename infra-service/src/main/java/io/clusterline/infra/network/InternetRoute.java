package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;

/** Everything that is not for the VPC leaves through the gateway. Its value is the route table. */
public record InternetRoute(PublicRouteTable table, Step<Aws, String> gateway)
    implements Step<Aws, String> {

  private static final String EVERYWHERE = "0.0.0.0/0";

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "route",
          String.class,
          InternetRoute::remove,
          (aws, intent) -> PublicRouteTable.idOf(aws));

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return "public-default";
  }

  @Override
  public Found<String> find(Aws aws) {
    String tableId = aws.output(table);
    String wanted = aws.output(gateway);
    Optional<String> target = target(aws, tableId);
    if (target.isEmpty()) {
      return Found.missing();
    }
    return target.get().equals(wanted)
        ? Found.inSync(tableId)
        : Found.drifted(tableId, new Change("gateway", target.get(), wanted));
  }

  private static Optional<String> target(Aws aws, String tableId) {
    return aws.inventory().routeTables().stream()
        .filter(candidate -> candidate.routeTableId().equals(tableId))
        .flatMap(candidate -> candidate.routes().stream())
        .filter(route -> EVERYWHERE.equals(route.destinationCidrBlock()))
        .map(route -> String.valueOf(route.gatewayId()))
        .findFirst();
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    String tableId = aws.output(table);
    String gatewayId = aws.output(gateway);
    if (found instanceof Found.Drifted) {
      aws.ec2(c ->
          c.replaceRoute(
              r -> r.routeTableId(tableId).destinationCidrBlock(EVERYWHERE).gatewayId(gatewayId)));
      return tableId;
    }
    return IdempotentCreate.createOnce(
        () -> create(aws, tableId, gatewayId),
        () -> target(aws, tableId).filter(gatewayId::equals).map(there -> tableId));
  }

  private static String create(Aws aws, String tableId, String gatewayId) {
    aws.ec2(c ->
        c.createRoute(
            r -> r.routeTableId(tableId).destinationCidrBlock(EVERYWHERE).gatewayId(gatewayId)));
    return tableId;
  }

  private static void remove(Aws aws, String tableId) {
    Deletions.ignoreNotFound(() ->
        aws.ec2(c -> c.deleteRoute(r -> r.routeTableId(tableId).destinationCidrBlock(EVERYWHERE))));
  }
}
