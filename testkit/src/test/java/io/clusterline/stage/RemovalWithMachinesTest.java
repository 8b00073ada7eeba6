package io.clusterline.stage;

import static io.clusterline.stage.Runs.apply;
import static io.clusterline.stage.Runs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Retained;
import io.clusterline.failure.ClusterlineException;
import io.clusterline.failure.ErrorCode;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.testkit.MemoryLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemovalWithMachinesTest {

  private final MemoryLedger ledger = new MemoryLedger();
  private final World built = World.withLedger(ledger);
  private final List<String> remainders = new ArrayList<>();
  private World world;

  @BeforeEach
  void build() {
    apply(built, graph(Thing.of("release")));
    world = built.laterRun(ledger, 2);
  }

  @Test
  void givenAResourceInsideTheMachinesWhenTheyAreDeletedThenItIsOnlyDeletedFromTheLedger() {
    StageReport report = remove(Thing.KIND.with(Trait.IN_CLUSTER));

    assertThat(report.failures()).isEmpty();
    assertThat(world.resources()).containsKey("release");
    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void givenAResourceWithAPartOutsideWhenTheMachinesAreDeletedThenThatPartIsRemoved() {
    remove(Thing.KIND.inClusterBut((context, value) -> remainders.add(value)));

    assertThat(remainders).containsExactly("release=v1");
    assertThat(world.resources()).containsKey("release");
    assertThat(ledger.entries()).isEmpty();
  }

  @Test
  void givenAResourceWithAPartOutsideWhenTheClusterStaysThenAllOfItIsRemoved() {
    Kind<World, String> kind = Thing.KIND.inClusterBut((context, value) -> remainders.add(value));

    removal(kind).removeAll();

    assertThat(remainders).isEmpty();
    assertThat(world.resources()).isEmpty();
  }

  @Test
  void givenAnotherRemovalBesideWhenOneResourceIsUsedByItThenOnlyThatOneWaitsForIt() {
    MemoryLedger both = new MemoryLedger();
    World whole = World.withLedger(both);
    Kept bucket = new Kept(Thing.of("bucket"));
    StepGraph<World> graph = new StepGraph<>();
    graph.add(bucket.thing());
    graph.add(bucket);
    graph.add(Thing.of("machine"));
    apply(whole, graph);
    World later = whole.laterRun(both, 2);
    List<Set<String>> seen = new ArrayList<>();

    StageReport report =
        new Removal<>(later, later.runScope(), StageListener.NONE, List.of(Thing.KIND, Kept.KIND))
            .besides(() -> seen.add(Set.copyOf(later.resources().keySet())))
            .removeWithMachines(() -> {}, () -> {});

    assertThat(report.failures()).isEmpty();
    assertThat(seen).as("when the wait began").containsExactly(Set.of("bucket", "kept"));
    assertThat(later.resources()).isEmpty();
    assertThat(report.outcomes()).containsKey(Removal.OTHERS);
  }

  @Test
  void givenAnotherRemovalBesideThatFailedWhenRemovedThenOnlyWhatItUsesStays() {
    StageReport report =
        removal(Thing.KIND.with(Trait.AFTER_OTHERS))
            .besides(() -> {
              throw new ClusterlineException(
                  ErrorCode.PREVIOUS_STAGE_FAILED, "edge-removal failed");
            })
            .removeAll();

    assertThat(report.failures()).containsOnlyKeys(Removal.OTHERS);
    assertThat(world.resources()).containsKey("release");
    assertThat(ledger.entries()).hasSize(1);
  }

  /** A thing that others use until they are gone. */
  private record Kept(Thing thing) implements Step<World, String> {

    static final Kind<World, String> KIND =
        Kind.<World, String>of(
                "kept",
                String.class,
                (context, value) -> context.remove("kept"),
                (context, intent) -> Optional.empty())
            .with(Trait.AFTER_OTHERS);

    @Override
    public Kind<World, String> kind() {
      return KIND;
    }

    @Override
    public String key() {
      return "kept";
    }

    @Override
    public Found<String> find(World context) {
      return Found.missing();
    }

    @Override
    public String apply(World context, Found<String> found) {
      context.resources().put("kept", "v1");
      return "kept";
    }
  }

  @Test
  void givenSomethingThatIsLeftAloneWhenTheRunEndsThenItIsKnown() {
    Retained volume = new Retained("volume vol-1", "somebody uses it");

    removal(Thing.KIND).removeWithMachines(() -> world.retain(volume), () -> {});

    assertThat(world.runScope().retained()).containsExactly(volume);
  }

  private StageReport remove(Kind<World, String> kind) {
    return removal(kind).removeWithMachines(() -> {}, () -> {});
  }

  private Removal<World> removal(Kind<World, String> kind) {
    return new Removal<>(world, world.runScope(), StageListener.NONE, List.of(kind));
  }
}
