package io.clusterline.infra.aws;

import io.clusterline.stage.Address;
import io.clusterline.stage.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * A type of EC2 resource that carries our tags: how it is listed, known and deleted.
 *
 * @param <R> the SDK's type
 */
public record TaggedType<R>(
    Function<Inventory, List<R>> list,
    Function<R, String> id,
    Function<R, List<Tag>> tags,
    BiConsumer<Aws, String> delete) {

  /** The kind of the steps that make it: recorded by its id, removed by it, found by its tags. */
  public Kind<Aws, String> kind(String name) {
    return Kind.of(
        name,
        String.class,
        (aws, id) -> Removals.untilGone(name + " " + id, () -> delete.accept(aws, id)),
        (aws, intent) -> carrying(aws, intent.address()).stream().map(id).findFirst());
  }

  /** All that carry this address in this cluster, by id. */
  public List<R> carrying(Aws aws, Address address) {
    return list.apply(aws.inventory()).stream()
        .filter(resource ->
            Tags.value(tags.apply(resource), Tags.ADDRESS)
                .filter(address.toString()::equals)
                .isPresent())
        .sorted(Comparator.comparing(id))
        .toList();
  }

  /** The one that the ledger knows, else the first. */
  Optional<R> preferred(List<R> candidates, Optional<String> recorded) {
    return candidates.stream()
        .filter(candidate -> recorded.filter(id.apply(candidate)::equals).isPresent())
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }
}
