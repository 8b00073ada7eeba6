package io.clusterline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepGraphTest {

  private final Thing vpc = Thing.of("vpc");
  private final StepGraph<World> graph = new StepGraph<>();

  @Test
  void givenAStepAmongComponentsWhenAddedThenItIsWaitedFor() {
    graph.add(vpc);
    record Gateway(Thing vpc, String name) implements Nothing {}

    Gateway gateway = graph.add(new Gateway(vpc, "main"));

    assertThat(graph.dependenciesOf(gateway)).containsExactly(vpc.address());
  }

  @Test
  void givenAListOfStepsWhenAddedThenAllAreWaitedFor() {
    List<Thing> subnets = graph.addAll(List.of(Thing.of("a"), Thing.of("b")));

    Thing routes = graph.add(new Thing("routes", "v1", subnets));

    assertThat(graph.dependenciesOf(routes))
        .containsExactlyInAnyOrder(subnets.get(0).address(), subnets.get(1).address());
  }

  @Test
  void givenPureOrderWhenAddedAfterThenItIsWaitedForWithoutBeingAComponent() {
    graph.add(vpc);

    Thing address = graph.after(vpc).add(Thing.of("address"));

    assertThat(graph.dependenciesOf(address)).containsExactly(vpc.address());
  }

  @Test
  void givenAnOptionalStepWhenAddedThenItIsRefusedBecauseItHidesADependency() {
    record Hiding(Optional<Thing> maybe) implements Nothing {}

    assertThatThrownBy(() -> graph.add(new Hiding(Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("component 'maybe'")
        .hasMessageContaining("hides a step");
  }

  @Test
  void givenAMapOfStepsWhenAddedThenItIsRefused() {
    record Hiding(Map<String, Thing> byName) implements Nothing {}

    assertThatThrownBy(() -> graph.add(new Hiding(Map.of()))).hasMessageContaining("hides a step");
  }

  @Test
  void givenARecordThatHoldsAStepWhenAddedThenItIsRefused() {
    record Pair(Thing one, String two) {}
    record Hiding(List<Pair> pairs) implements Nothing {}

    assertThatThrownBy(() -> graph.add(new Hiding(List.of()))).hasMessageContaining("hides a step");
  }

  @Test
  void givenADependencyThatWasNotAddedWhenAddedThenBothAreNamed() {
    assertThatThrownBy(() -> graph.add(Thing.of("subnet", vpc)))
        .hasMessage("thing/subnet waits for thing/vpc, which was not added before it");
  }

  @Test
  void givenAnAddressTwiceWhenAddedThenItIsRefused() {
    graph.add(vpc);

    assertThatThrownBy(() -> graph.add(Thing.of("vpc"))).hasMessage("thing/vpc was added twice");
  }

  /** A step whose work does not matter. */
  private interface Nothing extends Step<World, String> {
    @Override
    default Kind<World, String> kind() {
      return Kind.withoutResource("nothing", String.class);
    }

    @Override
    default String key() {
      return "one";
    }

    @Override
    default Found<String> find(World world) {
      return Found.missing();
    }

    @Override
    default String apply(World world, Found<String> found) {
      return "";
    }
  }
}
