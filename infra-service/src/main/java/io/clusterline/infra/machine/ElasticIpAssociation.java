package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Deletions;
import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Kind;
import io.clusterline.stage.Step;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;

/** Gives the address to its machine. A pending machine takes none, so this waits for it. */
public record ElasticIpAssociation(ElasticIp elasticIp, Instance instance)
    implements Step<Aws, String> {

  public static final Kind<Aws, String> KIND =
      Kind.of(
          "elastic-ip-association",
          String.class,
          (aws, id) ->
              Deletions.ignoreNotFound(
                  () -> aws.ec2(c -> c.disassociateAddress(r -> r.associationId(id)))),
          (aws, intent) -> findOrphan(aws, intent.address().key()));

  private static Optional<String> findOrphan(Aws aws, String node) {
    return ElasticIp.of(aws, node).map(Address::associationId);
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return elasticIp.key();
  }

  @Override
  public Found<String> find(Aws aws) {
    String allocation = aws.output(elasticIp);
    String instanceId = aws.output(instance).instanceId();
    Optional<Address> associated =
        aws.inventory().addresses().stream()
            .filter(address -> address.allocationId().equals(allocation))
            .filter(address -> address.associationId() != null)
            .findFirst();
    if (associated.isEmpty()) {
      return Found.missing();
    }
    String present = String.valueOf(associated.get().instanceId());
    String id = associated.get().associationId();
    return present.equals(instanceId)
        ? Found.inSync(id)
        : Found.drifted(id, new Change("instance", present, instanceId));
  }

  @Override
  public String apply(Aws aws, Found<String> found) {
    String instanceId = aws.output(instance).instanceId();
    Running.await(aws, java.util.List.of(instanceId));
    return aws.ec2(c ->
            c.associateAddress(r ->
                r.allocationId(aws.output(elasticIp))
                    .instanceId(instanceId)
                    .allowReassociation(true)))
        .associationId();
  }
}
