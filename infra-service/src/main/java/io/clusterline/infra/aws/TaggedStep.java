package io.clusterline.infra.aws;

import io.clusterline.stage.Found;
import io.clusterline.stage.Found.Change;
import io.clusterline.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step that creates one EC2 resource with our tags, identified by its id. If it was created twice
 * (by a frozen worker, or after a lost answer), the one in the ledger stays and the others are
 * removed.
 *
 * @param <R> the SDK's type of the resource
 */
public interface TaggedStep<R> extends Step<Aws, String> {

  TaggedType<R> type();

  /** Creates the resource with the tags of {@link Tags}; returns its id. */
  String create(Aws aws);

  /** Sets attributes that can only be set after creation. Safe to repeat. */
  default void configure(Aws aws, String id) {}

  /** The changes that {@link #configure} would make. */
  default List<Change> differences(Aws aws, R resource) {
    return List.of();
  }

  @Override
  default Found<String> find(Aws aws) {
    Optional<String> recorded = aws.recorded(kind());
    List<R> all = RecentlyMade.look(recorded, () -> type().taggedWith(aws, address()));
    Optional<R> kept = type().preferred(all, recorded);
    if (kept.isEmpty()) {
      return Found.missing();
    }
    List<Change> changes = new ArrayList<>(differences(aws, kept.get()));
    if (all.size() > 1) {
      changes.add(new Change("copies", Integer.toString(all.size()), "1"));
    }
    String id = type().id().apply(kept.get());
    return changes.isEmpty() ? Found.inSync(id) : new Found.Drifted<>(id, changes, false);
  }

  @Override
  default String apply(Aws aws, Found<String> found) {
    return switch (found) {
      case Found.Missing<String> missing -> make(aws);
      case Found.Drifted<String> different -> repair(aws, different.value());
      case Found.InSync<String> same -> same.value();
    };
  }

  private String make(Aws aws) {
    String id = IdempotentCreate.createOnce(() -> create(aws), () -> findCreated(aws));
    configure(aws, id);
    return id;
  }

  private String repair(Aws aws, String id) {
    configure(aws, id);
    removeCopies(aws, id);
    return id;
  }

  private Optional<String> findCreated(Aws aws) {
    return type().taggedWith(aws, address()).stream().map(type().id()).findFirst();
  }

  private void removeCopies(Aws aws, String kept) {
    for (R resource : type().taggedWith(aws, address())) {
      String id = type().id().apply(resource);
      if (!id.equals(kept)) {
        type().remove(aws, id);
      }
    }
  }
}
