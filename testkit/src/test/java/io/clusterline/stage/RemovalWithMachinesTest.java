package io.clusterline.stage;

import static io.clusterline.stage.Runs.apply;
import static io.clusterline.stage.Runs.graph;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Retained;
import io.clusterline.stage.Kind.Trait;
import io.clusterline.testkit.MemoryLedger;
import java.util.ArrayList;
import java.util.List;
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
