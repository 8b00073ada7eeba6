package io.clusterline.projection;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.event.RemovalRequest.Mode;
import io.clusterline.testkit.RemovalStory;
import io.clusterline.testkit.Story;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {

  private record Entry(long offset, Event<?> event) {}

  private static final Instant CERTIFICATES = Story.BEGIN.plusSeconds(1_000);

  /** Three generations of one cluster: a failure that is tried again, a removal, a new build. */
  private static List<Entry> journal() {
    List<Event<?>> events = new ArrayList<>();
    events.addAll(build(1, 0).masterInitialized(20, CERTIFICATES).events());
    events.addAll(new Story(2, "event-2-0").requested(40).refused(41, "X").events());
    events.addAll(new RemovalStory(Mode.DELETE, 3, 1, null).accepted(50).events());
    events.addAll(build(4, 100).waiting(130, BOOTSTRAP, "SSH_TIMEOUT", 140).events());
    List<Entry> journal = new ArrayList<>();
    events.forEach(event -> journal.add(new Entry(journal.size(), event)));
    return journal;
  }

  private static Story build(long generation, double at) {
    Story story =
        new Story(generation)
            .requested(at)
            .accepted(at + 1)
            .started(at + 1, INFRA, step("vpc/main"), step("instance/k8s-master", "vpc/main"))
            .ran(INFRA, "vpc/main", at + 1, at + 3)
            .running(INFRA, "instance/k8s-master", at + 3, "pending")
            .running(INFRA, "instance/k8s-master", at + 4, "running");
    return story
        .ran(INFRA, "instance/k8s-master", at + 3, at + 6)
        .infraReady(at + 6)
        .started(at + 7, BOOTSTRAP, step("prepared-node/k8s-master"));
  }

  private static List<ClusterView> clusters(List<Entry> journal, int compactionSize) {
    Projection projection = new Projection(compactionSize);
    journal.forEach(entry -> projection.add(entry.offset(), entry.event()));
    return projection.clusters();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20, 1_000})
  void givenEventsInAnyOrderAndRepeatedWhenFoldedThenTheClustersAreTheSame(int compactionSize) {
    List<ClusterView> inOrder = clusters(journal(), 1_000);
    assertThat(inOrder)
        .singleElement()
        .satisfies(view -> assertThat(view.build().generation()).isEqualTo(4))
        .satisfies(view -> assertThat(view.certificatesExpireAt()).isEqualTo(CERTIFICATES));

    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Entry> shuffled = new ArrayList<>(journal());
      journal().stream().filter(each -> random.nextBoolean()).forEach(shuffled::add);
      Collections.shuffle(shuffled, random);
      assertThat(clusters(shuffled, compactionSize)).as("seed %d", seed).isEqualTo(inOrder);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 1_000})
  void givenGapsWhenTheMissingEventsComeLaterThenTheClustersAreTheSame(int compactionSize) {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Entry> first = journal().stream().filter(each -> random.nextInt(3) > 0).toList();
      List<Entry> all = new ArrayList<>(first);
      all.addAll(journal());
      assertThat(clusters(all, compactionSize)).isEqualTo(clusters(journal(), 1_000));
    }
  }

  /** A publisher that did not hear the broker's confirmation sends its event once more. */
  @ParameterizedTest
  @ValueSource(ints = {5, 20, 1_000})
  void givenEventsThatAreInTheJournalTwiceWhenFoldedThenTheClustersAreTheSame(int compactionSize) {
    List<ClusterView> once = clusters(journal(), 1_000);
    for (int seed = 0; seed < 200; seed++) {
      List<Entry> repeated = withRepetitions(new Random(seed));
      assertThat(repeated).hasSizeGreaterThan(journal().size());
      assertThat(clusters(repeated, compactionSize)).as("seed %d", seed).isEqualTo(once);
    }
  }

  /** Some events come once more, under their id and at a later offset. */
  private static List<Entry> withRepetitions(Random random) {
    List<Event<?>> events = new ArrayList<>();
    for (Entry entry : journal()) {
      events.add(entry.event());
      if (random.nextInt(3) == 0) {
        events.add(events.get(random.nextInt(events.size())));
      }
    }
    return IntStream.range(0, events.size())
        .mapToObj(offset -> new Entry(offset, events.get(offset)))
        .toList();
  }

  /** They leave on different channels, so that the broker may turn them around. */
  @ParameterizedTest
  @CsvSource({"0,1,2", "0,2,1", "1,0,2", "1,2,0", "2,0,1", "2,1,0"})
  void givenEventsOfOneMomentInAnyOrderWhenFoldedThenTheStepSaysWhatItDoes(int a, int b, int c) {
    List<Event<?>> events =
        new Story(1)
            .requested(0)
            .accepted(0)
            .started(1, INFRA, step("vpc/main"))
            .running(INFRA, "vpc/main", 1, "pending")
            .events();
    Projection projection = new Projection();
    IntStream.of(0, 1, 2 + a, 2 + b, 2 + c)
        .mapToObj(events::get)
        .forEach(event -> projection.add(projection.size(), event));

    StepView step = projection.clusters().getFirst().build().stage(INFRA).steps().get("vpc/main");

    assertThat(step.isRunning()).isTrue();
    assertThat(step.message()).isEqualTo("pending");
  }

  @Test
  void givenABuildThatWaitedForItsReplayWhenTheNextOneIsEstimatedThenItDoesNotCount() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .failed(2, INFRA, "vpc/main", "AWS_DENIED", "no")
            .replayed(40_000, INFRA)
            .startedAgain(40_001, 1, INFRA, step("vpc/main"))
            .ran(INFRA, "vpc/main", 40_001, 40_002)
            .infraReady(40_002)
            .addonsReady(40_003);
    Projection projection = new Projection();
    story.events().forEach(event -> projection.add(projection.size(), event));

    BuildView build = projection.clusters().getFirst().build();

    assertThat(build.outcome()).isEqualTo(BuildView.Outcome.READY);
    assertThat(projection.history(build).isEmpty()).isTrue();
  }

  @Test
  void givenAClockThatJumpedAheadWhenItIsSetBackThenTheStepGoesOnTelling() {
    Story story =
        new Story(1)
            .requested(0)
            .accepted(1)
            .started(1, INFRA, step("vpc/main"))
            .running(INFRA, "vpc/main", 1_000_000, "years ahead")
            .running(INFRA, "vpc/main", 5, "back again");
    Projection projection = new Projection();
    story.events().forEach(event -> projection.add(projection.size(), event));

    StepView vpc = projection.clusters().getFirst().build().stage(INFRA).steps().get("vpc/main");

    assertThat(vpc.message()).isEqualTo("back again");
  }
}
