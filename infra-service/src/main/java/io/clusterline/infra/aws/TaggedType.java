package io.clusterline.infra.aws;

import io.clusterline.stage.Address;
import io.clusterline.stage.Kind;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        (aws, id) -> removeAll(aws, id),
        (aws, intent) -> taggedWith(aws, intent.address()).stream().map(id).findFirst());
  }

  /**
   * The recorded resource, and duplicates that a frozen worker may have created at the same
   * address.
   */
  private void removeAll(Aws aws, String recorded) {
    Set<String> all = new LinkedHashSet<>(List.of(recorded));
    taggedWith(aws, aws.address()).stream().map(id).forEach(all::add);
    all.forEach(one -> remove(aws, one));
  }

  void remove(Aws aws, String one) {
    Deletions.retryWhileBlocked(
        aws,
        aws.address() + " (" + one + ")",
        () -> DeletionBlockers.of(aws, one),
        () -> delete.accept(aws, one));
  }

  /** The ids of all resources that carry this address in this cluster. */
  public List<R> taggedWith(Aws aws, Address address) {
    return list.apply(aws.inventory()).stream()
        .filter(resource ->
            Tags.value(tags.apply(resource), Tags.ADDRESS)
                .filter(address.toString()::equals)
                .isPresent())
        .sorted(Comparator.comparing(id))
        .toList();
  }

  /** The resource in the ledger, else the first. */
  Optional<R> preferred(List<R> candidates, Optional<String> recorded) {
    return candidates.stream()
        .filter(candidate -> recorded.filter(id.apply(candidate)::equals).isPresent())
        .findFirst()
        .or(() -> candidates.stream().findFirst());
  }
}
