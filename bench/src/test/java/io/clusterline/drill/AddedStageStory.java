package io.clusterline.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.cli.view.Tree;
import io.clusterline.event.AddonsReady;
import io.clusterline.event.ClusterEvent;
import io.clusterline.event.Event;
import io.clusterline.event.LayerRemoved;
import io.clusterline.event.StageName;
import io.clusterline.event.StepFinished;
import io.clusterline.execution.WatchedStages;
import io.clusterline.messaging.Topology;
import io.clusterline.projection.BuildHistory;
import io.clusterline.projection.ClusterView;
import io.clusterline.projection.CriticalPath;
import io.clusterline.projection.CriticalPath.Segment;
import io.clusterline.projection.RemovalView;
import io.clusterline.projection.StageView;
import io.clusterline.state.ClusterRecord.Phase;
import io.clusterline.state.StageRecord.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Queue;

/**
 * A cluster is built and deleted with an additional stage, which starts beside the add-ons. The
 * story knows no more of that stage than the product.
 */
final class AddedStageStory {

  private static final Duration LONG = Duration.ofSeconds(905);

  private final Path worlds;
  private final FakeLayer<?> layer;
  private final StageName added;
  private final StageName removal;

  AddedStageStory(Path worlds, FakeLayer<?> layer) {
    this.worlds = worlds;
    this.layer = layer;
    this.added = layer.name();
    this.removal =
        StageName.removal().stream().filter(one -> one.layer() == added).findFirst().orElseThrow();
  }

  void run() {
    assertThat(StageName.build()).endsWith(added);
    assertQueues();
    try (var line = new ReplayLine(worlds, UnaryOperator.identity(), Disturbance.NONE, layer)) {
      line.request("first");
      line.await("it is ready", () -> line.is(Phase.READY) && line.is(added, Status.COMPLETE));
      assertBuilt(line);
      assertShown(line.events());

      line.delete();
      line.await("it is gone", () -> line.is(Phase.REMOVED));
      assertRemoved(line);
      assertThat(line.broker().deadLetters()).isEmpty();
    }
  }

  private void assertQueues() {
    assertThat(Topology.declarables().getDeclarables())
        .filteredOn(Queue.class::isInstance)
        .extracting(AddedStageStory::name)
        .contains(
            added.queue(), added.deadLetterQueue(), removal.queue(), removal.deadLetterQueue());
  }

  private static String name(Declarable queue) {
    return ((Queue) queue).getName();
  }

  private void assertBuilt(ReplayLine line) {
    List<Event<?>> events = line.events();
    List<Event<?>> withoutEnd =
        events.stream().filter(event -> event.data().getClass() != added.result()).toList();

    assertThat(line.resources(added)).isNotEmpty().isEqualTo(line.expected(layer));
    assertThat(WatchedStages.unfinished(Set.of(added), events)).isEmpty();
    assertThat(WatchedStages.unfinished(Set.of(added), withoutEnd)).containsExactly(added);
  }

  private void assertShown(List<Event<?>> events) {
    StageView shown = view(events).build().stage(added);
    assertThat(shown.isComplete()).isTrue();
    assertThat(shown.stepsDone()).isEqualTo(shown.steps().size()).isPositive();

    List<Event<?>> slow = events.stream().<Event<?>>map(this::slowed).toList();
    assertThat(CriticalPath.of(view(slow).build()))
        .extracting(Segment::stage)
        .startsWith(StageName.INFRA)
        .contains(StageName.NETWORK)
        .endsWith(added)
        .doesNotContain(StageName.ADDONS);
    assertLeft(events);
  }

  /** When only the added stage is left, its declared share of the build is. */
  private void assertLeft(List<Event<?>> events) {
    List<Event<?>> before =
        events.stream()
            .takeWhile(event -> !(event.data() instanceof AddonsReady))
            .filter(event -> !ofAdded(event))
            .toList();
    var build = view(before).build();
    var now = Objects.requireNonNull(build.requestedAt()).plus(LONG);
    assertThat(new Tree(100, 40).render(build, BuildHistory.none(), now))
        .anyMatch(line -> line.contains(added.toString()))
        .first()
        .asString()
        .contains("about 1:40 left"); // a tenth, after nine in 905 s
  }

  private boolean ofAdded(Event<?> event) {
    return event.data() instanceof StepFinished step && step.stage() == added
        || StageName.endedBy(event.data()).filter(stage -> stage == added).isPresent();
  }

  /** Its steps take longer than all others. */
  private Event<?> slowed(Event<?> event) {
    return event.data() instanceof StepFinished step && step.stage() == added
        ? with(
            event,
            new StepFinished(
                added,
                step.step(),
                step.outcome(),
                step.percent(),
                LONG.toMillis(),
                step.message()))
        : event;
  }

  private static <T extends ClusterEvent> Event<T> with(Event<?> event, T data) {
    return new Event<>(
        event.id(),
        event.source(),
        event.subject(),
        event.time(),
        event.clusterUid(),
        event.generation(),
        event.correlationId(),
        event.causationId(),
        event.traceparent(),
        data);
  }

  private void assertRemoved(ReplayLine line) {
    List<Event<?>> events = line.events();
    assertThat(line.resources(added)).isEmpty();
    assertThat(events)
        .filteredOn(event -> event.data() instanceof LayerRemoved)
        .extracting(event -> StageName.endedBy(event.data()).orElseThrow())
        .containsExactlyInAnyOrderElementsOf(StageName.removal())
        .filteredOn(stage -> !stage.isBeside())
        .isSorted()
        .startsWith(removal);

    RemovalView view = view(events).removal();
    assertThat(view.stages().get(removal).isComplete()).isTrue();
    assertThat(view.removed()).anyMatch(address -> address.contains(layer.name() + "-first"));
    assertThat(view.isEnded()).isTrue();
  }

  private static ClusterView view(List<Event<?>> events) {
    ClusterView view = ClusterView.of(ReplayLine.NAME);
    for (Event<?> event : events) {
      view = view.with(event);
    }
    return view;
  }
}
