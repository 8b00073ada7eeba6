package io.clusterline.cli.view;

import io.clusterline.event.AddonsRemoved;
import io.clusterline.event.BuildCancelled;
import io.clusterline.event.CancellationRequested;
import io.clusterline.event.ClusterDeletionRequested;
import io.clusterline.event.CniRemoved;
import io.clusterline.event.Event;
import io.clusterline.event.InfraRemoved;
import io.clusterline.event.Kept;
import io.clusterline.event.NetworkRemoved;
import io.clusterline.event.NodesRemoved;
import io.clusterline.event.RemovalAccepted;
import io.clusterline.event.RemovalOrder;
import io.clusterline.event.StageFailed;
import io.clusterline.event.StageName;
import io.clusterline.event.StageStarted;
import io.clusterline.event.StepFinished;
import io.clusterline.event.StepProgressed;
import io.clusterline.event.StepStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest removal of one cluster: a deletion, a rollback, a pruning; or a cancellation that
 * removes nothing.
 *
 * @param correlationId null until it was accepted
 * @param order what is to be taken away; null for a cancellation that removes nothing
 * @param removed addresses that are gone
 * @param kept what was left alone, and why
 * @param refusal why it was not accepted
 * @param endedAt when nothing was left to do
 */
public record RemovalView(
    String cluster,
    @Nullable Instant requestedAt,
    long generation,
    @Nullable String correlationId,
    @Nullable RemovalOrder order,
    Map<StageName, StageView> stages,
    List<String> removed,
    List<Kept> kept,
    @Nullable StageFailed refusal,
    @Nullable Instant endedAt)
    implements LineView<RemovalView> {

  public RemovalView {
    stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }

  /** Nobody has asked for one yet. */
  public static RemovalView of(String cluster) {
    Map<StageName, StageView> stages = new EnumMap<>(StageName.class);
    StageName.removal().forEach(stage -> stages.put(stage, StageView.waiting(stage)));
    return new RemovalView(cluster, null, 0, null, null, stages, List.of(), List.of(), null, null);
  }

  @Override
  public RemovalView with(Event<?> event) {
    return switch (event.data()) {
      case ClusterDeletionRequested e -> requested(event.time());
      case CancellationRequested e -> requested(event.time());
      case BuildCancelled e when !e.rollback() -> accepted(event, null).ended(event.time());
      case RemovalAccepted e -> accepted(event, e.order());
      case StageFailed e when e.stage() == StageName.ACCEPT && correlationId == null ->
          refused(e, event.time());
      default -> Objects.equals(event.correlationId(), correlationId) ? ofThis(event) : this;
    };
  }

  private RemovalView ofThis(Event<?> event) {
    Instant at = event.time();
    return switch (event.data()) {
      case StageStarted e -> stage(e.stage(), stage -> stage.started(e, at));
      case StepStarted e -> step(e.stage(), e.step(), step -> step.started(at));
      case StepProgressed e -> step(e.stage(), e.step(), step -> step.progressed(e.message()));
      case StepFinished e -> step(e.stage(), e.step(), step -> step.finished(e));
      case StageFailed e -> stage(e.stage(), stage -> stage.failed(e, at));
      case AddonsRemoved e -> done(StageName.ADDONS_REMOVAL, e.removed(), e.kept(), at);
      case NetworkRemoved e -> done(StageName.NETWORK_REMOVAL, e.removed(), e.kept(), at);
      case CniRemoved e -> done(StageName.CNI_REMOVAL, e.removed(), e.kept(), at);
      case NodesRemoved e -> done(StageName.NODES_REMOVAL, e.removed(), e.kept(), at);
      case InfraRemoved e -> done(StageName.INFRA_REMOVAL, e.removed(), e.kept(), at).ended(at);
      default -> this;
    };
  }

  private RemovalView requested(Instant at) {
    return correlationId == null ? change(draft -> draft.requestedAt = at) : this;
  }

  /** Said again it is the same one; a newer one begins from nothing. */
  private RemovalView accepted(Event<?> event, @Nullable RemovalOrder accepted) {
    long newer = event.generation() == null ? 0 : event.generation();
    if (newer < generation || newer == generation && Objects.equals(order, accepted)) {
      return this;
    }
    boolean asked = requestedAt != null && correlationId == null;
    return of(cluster)
        .change(draft -> {
          draft.requestedAt = asked ? requestedAt : event.time();
          draft.generation = newer;
          draft.correlationId = event.correlationId();
          draft.order = accepted;
        });
  }

  private RemovalView refused(StageFailed why, Instant at) {
    return change(draft -> {
      draft.refusal = why;
      draft.endedAt = at;
    });
  }

  private RemovalView ended(Instant at) {
    return endedAt != null ? this : change(draft -> draft.endedAt = at);
  }

  /** A stored result may be published again: the first time counts. */
  private RemovalView done(StageName name, List<String> gone, List<Kept> left, Instant at) {
    if (stages.getOrDefault(name, StageView.waiting(name)).isComplete()) {
      return this;
    }
    return change(
            draft -> {
              draft.removed.addAll(gone);
              draft.kept.addAll(left);
            })
        .stage(name, stage -> stage.ended(at));
  }

  private RemovalView step(StageName stage, String address, UnaryOperator<StepView> change) {
    return stage(stage, view -> view.step(address, change));
  }

  /** The stages of the build to which a pruning belongs are none of ours. */
  private RemovalView stage(StageName name, UnaryOperator<StageView> change) {
    return change(
        draft -> draft.stages.computeIfPresent(name, (key, before) -> change.apply(before)));
  }

  private RemovalView change(Consumer<RemovalDraft> change) {
    RemovalDraft draft = new RemovalDraft(this);
    change.accept(draft);
    return draft.view();
  }

  /** Why it goes no further: it was refused, or a stage failed. */
  public Optional<StageFailed> failure() {
    return refusal != null
        ? Optional.of(refusal)
        : stages.values().stream().map(StageView::failure).filter(Objects::nonNull).findFirst();
  }

  public boolean isPruning() {
    return order != null && order.mode() == RemovalOrder.Mode.PRUNE;
  }

  @Override
  public boolean isOver() {
    return endedAt != null || failure().isPresent();
  }

  @Override
  public Duration elapsed(Instant now) {
    Instant end = endedAt;
    if (end == null && isOver()) {
      end =
          stages.values().stream()
              .map(StageView::endedAt)
              .filter(Objects::nonNull)
              .max(Instant::compareTo)
              .orElse(now);
    }
    return requestedAt == null
        ? Duration.ZERO
        : Duration.between(requestedAt, end == null ? now : end);
  }
}
