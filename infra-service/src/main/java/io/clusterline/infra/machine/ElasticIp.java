package io.clusterline.infra.machine;

import io.clusterline.infra.aws.Aws;
import io.clusterline.infra.aws.Inventory;
import io.clusterline.infra.aws.TaggedStep;
import io.clusterline.infra.aws.TaggedType;
import io.clusterline.infra.aws.Tags;
import io.clusterline.stage.Kind;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** A public address that stays when its machine is stopped. Its value is the allocation. */
public record ElasticIp(String node) implements TaggedStep<Address> {

  private static final TaggedType<Address> TYPE =
      new TaggedType<>(
          Inventory::addresses,
          Address::allocationId,
          Address::tags,
          (aws, id) -> aws.ec2(c -> c.releaseAddress(r -> r.allocationId(id))));

  public static final Kind<Aws, String> KIND = TYPE.kind("elastic-ip");

  /** The address of that machine, by its tags. */
  static Optional<Address> of(Aws aws, String node) {
    var address = new io.clusterline.stage.Address(KIND.name(), node);
    return TYPE.taggedWith(aws, address).stream().findFirst();
  }

  /**
   * The public address itself, which is known when the machine's own attributes still lag; empty
   * while the allocation is not seen.
   */
  static Optional<String> publicAddress(Aws aws, String allocation) {
    return aws.inventory().addresses().stream()
        .filter(address -> address.allocationId().equals(allocation))
        .findFirst()
        .map(Address::publicIp);
  }

  @Override
  public TaggedType<Address> type() {
    return TYPE;
  }

  @Override
  public Kind<Aws, String> kind() {
    return KIND;
  }

  @Override
  public String key() {
    return node;
  }

  @Override
  public String create(Aws aws) {
    var tags = Tags.common(aws, address(), node);
    return aws.ec2(c ->
            c.allocateAddress(r ->
                r.domain(DomainType.VPC).tagSpecifications(Tags.on(ResourceType.ELASTIC_IP, tags))))
        .allocationId();
  }
}
