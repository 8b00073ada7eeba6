package io.clusterline.infra.network;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.infra.aws.IdempotentCreate;
import io.clusterline.stage.Found;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;

/** Makes a subnet public: it uses the public route table. */
public record RouteTableAssociation(PublicRouteTable table, Subnet subnet)
    implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "route-table-association",
          String.class,
          (aws, id) ->
              Deletions.ignoreNotFound(
                  () -> aws.ec2(c -> c.disassociateRouteTable(r -> r.associationId(id)))),
          (aws, intent) -> findOrphan(aws, intent.address().key()));

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return subnet.spec().name();
  }

  @Override
  public Found<String> find(Aws aws) {
    return existing(aws).map(Found::inSync).orElseGet(Found::missing);
  }

  private Optional<String> existing(Aws aws) {
    return existing(aws, aws.output(table), aws.output(subnet));
  }

  private static Optional<String> findOrphan(Aws aws, String subnet) {
    return PublicRouteTable.idOf(aws)
        .flatMap(table -> Subnet.idOf(aws, subnet).flatMap(id -> existing(aws, table, id)));
  }

  private static Optional<String> existing(Aws aws, String tableId, String subnetId) {
    return aws.inventory().routeTables().stream()
        .filter(candidate -> candidate.routeTableId().equals(tableId))
        .flatMap(candidate -> candidate.associations().stream())
        .filter(association -> subnetId.equals(association.subnetId()))
        .map(association -> association.routeTableAssociationId())
        .findFirst();
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    return IdempotentCreate.createOnce(
        () ->
            aws.ec2(c ->
                    c.associateRouteTable(
                        r -> r.routeTableId(aws.output(table)).subnetId(aws.output(subnet))))
                .associationId(),
        () -> existing(aws));
  }
}
