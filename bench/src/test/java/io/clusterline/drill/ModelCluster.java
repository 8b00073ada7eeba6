package io.clusterline.drill;

import io.clusterline.drill.ModelRequest.Kind;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.state.ClusterRecord.Phase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The expected state of a cluster: a pure state machine of requests and endings. It knows nothing
 * of messages, records or threads.
 *
 * @param generation of the newest request that was accepted; 0 before the first
 * @param specification the newest; null before the first
 * @param order the removal under way; null when there is none, and ignored in other phases
 * @param previous the specification before the newest
 * @param changed whether resources may exist that the newest specification does not contain
 */
record ModelCluster(
    long generation,
    Phase phase,
    @Nullable ModelSpecification specification,
    @Nullable Order order,
    @Nullable Previous previous,
    boolean changed) {

  /** The previous specification, and whether it was ever ready. */
  record Previous(long generation, ModelSpecification specification, boolean ready) {}

  /** Of a rollback the generation whose things go, and the one that stays (0: none). */
  record Order(Mode mode, long generation, long baseline) {
    boolean isEverything() {
      return mode == Mode.DELETE || mode == Mode.ROLLBACK && baseline == 0;
    }
  }

  static final ModelCluster NONE = new ModelCluster(0, Phase.REMOVED, null, null, null, false);

  boolean exists() {
    return generation > 0 && phase != Phase.REMOVED;
  }

  /** The cluster once that request is accepted; empty when it must not be. */
  Optional<ModelCluster> accepting(ModelRequest request, String presentUid) {
    Long expected = request.ifGeneration();
    boolean otherGeneration = expected != null && expected != (exists() ? generation : 0);
    boolean otherCluster =
        request.kind() != Kind.APPLY && (!exists() || !request.uid().equals(presentUid));
    if (otherGeneration || otherCluster) {
      return Optional.empty();
    }
    return switch (request.kind()) {
      case APPLY -> phase == Phase.REMOVING ? Optional.empty() : Optional.of(applying(request));
      case DELETE -> Optional.of(removing(new Order(Mode.DELETE, generation + 1, 0)));
      case CANCEL -> isOpen() ? Optional.of(next(Phase.HELD, null)) : Optional.empty();
      case CANCEL_AND_ROLLBACK ->
          isOpen() || phase == Phase.HELD ? Optional.of(removing(rollback())) : Optional.empty();
    };
  }

  private boolean isOpen() {
    return phase == Phase.BUILDING || phase == Phase.FAILED;
  }

  private ModelCluster applying(ModelRequest request) {
    ModelSpecification wanted = request.specification();
    if (!exists() || specification == null) {
      return new ModelCluster(generation + 1, Phase.BUILDING, wanted, null, null, false);
    }
    Previous before = new Previous(generation, specification, phase == Phase.READY);
    boolean different = changed || wanted != specification;
    return new ModelCluster(generation + 1, Phase.BUILDING, wanted, null, before, different);
  }

  private Order rollback() {
    long built = phase == Phase.HELD ? generation - 1 : generation;
    return new Order(Mode.ROLLBACK, built, previous == null ? 0 : previous.generation());
  }

  private ModelCluster removing(Order what) {
    return next(Phase.REMOVING, what);
  }

  private ModelCluster next(Phase as, @Nullable Order what) {
    return new ModelCluster(generation + 1, as, specification, what, previous, changed);
  }

  private ModelCluster withEnd(Phase end, @Nullable Order what, boolean stillChanged) {
    return new ModelCluster(generation, end, specification, what, previous, stillChanged);
  }

  /** Once all stages of its build are complete; empty when no build is open. */
  Optional<ModelCluster> built() {
    Order prune = changed ? new Order(Mode.PRUNE, generation, 0) : null;
    return isOpen() || phase == Phase.READY
        ? Optional.of(withEnd(Phase.READY, prune, changed))
        : Optional.empty();
  }

  /** Once a stage of its build has failed for good. */
  Optional<ModelCluster> failed() {
    if (!isOpen() || specification == null) {
      return Optional.empty();
    }
    boolean nowhereToGo = previous != null && previous.specification() == specification;
    return Optional.of(
        specification.isRolledBack() && !nowhereToGo
            ? removing(rollback())
            : withEnd(Phase.FAILED, order, changed));
  }

  /** Once all stages of a removal are complete. */
  Optional<ModelCluster> removed() {
    if (order == null) {
      return Optional.empty();
    }
    if (phase == Phase.READY && order.mode() == Mode.PRUNE) {
      return Optional.of(withEnd(Phase.READY, null, false));
    }
    if (phase != Phase.REMOVING) {
      return Optional.empty();
    }
    return Optional.of(order.isEverything() ? withEnd(Phase.REMOVED, order, changed) : restored());
  }

  private ModelCluster restored() {
    return previous != null && previous.ready()
        ? new ModelCluster(
            generation + 1, Phase.BUILDING, previous.specification(), null, previous, changed)
        : withEnd(Phase.HELD, order, changed);
  }
}
