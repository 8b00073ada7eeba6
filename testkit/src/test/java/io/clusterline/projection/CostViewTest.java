package io.clusterline.projection;

import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.BEGIN;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.projection.CostView.Cost;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CostViewTest {

  private static final String MASTER = "instance/master";
  private static final double HOUR = 3_600;
  private static final Offset<Double> ROUNDING = within(0.000_1);

  private final Projection projection = new Projection();
  private long offset;

  private void add(List<Event<?>> events) {
    events.forEach(event -> projection.add(offset++, event));
  }

  private Cost at(double seconds) {
    return CostView.of(
            projection.clusters().getFirst(), BEGIN.plusMillis(Math.round(seconds * 1000)))
        .orElseThrow();
  }

  private static Story built() {
    return new Story(1)
        .requested(0)
        .accepted(0)
        .started(0, INFRA, step(MASTER))
        .ran(INFRA, MASTER, 0, 10);
  }

  @Test
  void givenAMachineWhenAnHourHasGoneByThenItHasCostAnHour() {
    add(built().events());

    assertThat(at(HOUR).soFar()).isPositive();
    assertThat(at(2 * HOUR).soFar()).isCloseTo(2 * at(HOUR).soFar(), ROUNDING);
  }

  @Test
  void givenAMachineThatALaterAttemptFindsUnchangedThenItCostsSinceItsLaunch() {
    Story story = built();
    add(story.events());
    double before = at(HOUR).soFar();
    int known = story.events().size();

    story.startedAgain(HOUR - 60, 2, INFRA, step(MASTER)).unchanged(HOUR - 50, INFRA, MASTER);
    add(story.events().subList(known, story.events().size()));

    assertThat(at(HOUR).soFar()).isCloseTo(before, ROUNDING);
  }

  @Test
  void givenAMachineThatTheNextGenerationFindsUnchangedThenItCostsSinceItsLaunch() {
    add(built().events());
    double before = at(2 * HOUR).soFar();

    add(
        new Story(2)
            .requested(HOUR)
            .accepted(HOUR)
            .started(HOUR, INFRA, step(MASTER))
            .unchanged(HOUR + 1, INFRA, MASTER)
            .events());

    assertThat(at(2 * HOUR).soFar()).isCloseTo(before, ROUNDING);
  }

  @Test
  void givenABuildThatWasCancelledWithoutARollbackThenItsMachinesGoOnCostingMoney() {
    add(built().events());
    add(new RemovalStory(Mode.ROLLBACK, 2, 1, null).cancelled(60).events());

    assertThat(at(2 * HOUR).soFar()).isCloseTo(2 * at(HOUR).soFar(), ROUNDING);
    assertThat(at(HOUR).perHour()).isPositive();
  }

  @Test
  void givenAClusterThatIsRemovedThenItCostsNothingAnyMore() {
    add(built().events());
    add(new RemovalStory(Mode.DELETE, 2, 1, null).accepted(60).deleted(120).events());

    assertThat(at(HOUR).perHour()).isZero();
    assertThat(at(2 * HOUR).soFar()).isPositive().isEqualTo(at(HOUR).soFar());
  }
}
