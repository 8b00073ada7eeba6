package io.clusterline.projection;

import static io.clusterline.event.StageName.BOOTSTRAP;
import static io.clusterline.event.StageName.INFRA;
import static io.clusterline.testkit.Story.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.clusterline.event.Event;
import io.clusterline.event.TraceParent;
import io.clusterline.telemetry.TraceIds;
import io.clusterline.testkit.Story;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BuildTraceTest {

  private static Story attempt(Story story, double at) {
    return story
        .started(at, INFRA, step("vpc/main"), step("subnet/a", "vpc/main"))
        .ran(INFRA, "vpc/main", at, at + 2)
        .ran(INFRA, "subnet/a", at + 2, at + 3);
  }

  private static List<Event<?>> build() {
    return attempt(new Story(1).accepted(1), 1).infraReady(5).addonsReady(9).events();
  }

  private static void assertIsWhole(Collection<TraceSpan> spans) {
    Set<String> ids = spans.stream().map(TraceSpan::spanId).collect(Collectors.toSet());
    assertThat(ids).as("every span once").hasSameSizeAs(spans);
    assertThat(spans).filteredOn(span -> span.parentId() == null).as("roots").hasSize(1);
    assertThat(spans)
        .filteredOn(span -> span.parentId() != null)
        .allSatisfy(
            span -> assertThat(ids).as("parent of %s", span.name()).contains(span.parentId()));
    assertThat(spans).allSatisfy(span -> assertThat(span.end()).isAfterOrEqualTo(span.start()));
  }

  @Test
  void givenABuildWhenTracedThenEveryStepIsAChildOfItsStageAndTheStageOfTheRoot() {
    List<TraceSpan> spans = BuildTrace.of(build());

    assertIsWhole(spans);
    assertThat(spans)
        .extracting(TraceSpan::name)
        .containsExactlyInAnyOrder("vpc/main", "subnet/a", "infra", "build small");
    assertThat(spans).extracting(TraceSpan::error).containsOnlyNulls();
    assertThat(BuildTrace.of(build())).as("again").isEqualTo(spans);
  }

  @Test
  void givenAWorkerThatDiesAnywhereWhenTheBuildGoesOnThenTheTraceIsStillWhole() {
    for (int seed = 0; seed < 30; seed++) {
      List<Event<?>> whole = build();
      int death = 1 + new Random(seed).nextInt(whole.size() - 3);
      List<Event<?>> events = new ArrayList<>(whole.subList(0, death));
      events.addAll(
          new Story(1)
              .startedAgain(20, 2, INFRA, step("vpc/main"), step("subnet/a"))
              .ran(INFRA, "vpc/main", 20, 21)
              .ran(INFRA, "subnet/a", 21, 22)
              .infraReady(23)
              .addonsReady(24)
              .events());

      List<TraceSpan> spans = BuildTrace.of(events);
      assertIsWhole(spans);
      assertThat(spans).extracting(TraceSpan::name).contains("vpc/main", "subnet/a");
    }
  }

  @Test
  void givenAStepThatEndsAfterItsAttemptWhenTracedThenItIsStillOfThatAttempt() {
    TraceParent step = TraceIds.ofBuild("build-1").step(INFRA, 1, "subnet/a");
    List<Event<?>> events = new ArrayList<>(build());
    events.add(
        new Story(1)
            .ran(INFRA, "subnet/a", 10, 11)
            .events()
            .getLast()
            .within(step)); // late in the journal

    List<TraceSpan> spans = BuildTrace.of(events);

    assertIsWhole(spans);
    assertThat(spans).extracting(TraceSpan::name).doesNotHaveDuplicates();
  }

  @Test
  void givenAStepOfTheNextAttemptBeforeThatBeganWhenTracedThenItIsOfTheNextAttempt() {
    TraceParent step = TraceIds.ofBuild("build-1").step(INFRA, 2, "vpc/main");
    List<Event<?>> events = new ArrayList<>(attempt(new Story(1).accepted(1), 1).events());
    events.add(
        new Story(1).running(INFRA, "vpc/main", 6, "waits").events().getFirst().within(step));
    events.addAll(new Story(1).startedAgain(6, 2, INFRA, step("vpc/main")).events());

    List<TraceSpan> spans = BuildTrace.of(events);

    assertIsWhole(spans);
    assertThat(spans).extracting(TraceSpan::self).contains(step);
  }

  @Test
  void givenAStageThatRunsWhileAnotherIsReplayedWhenTracedThenItStaysInItsOwnTrace() {
    TraceIds first = TraceIds.ofBuild("build-1");
    List<Event<?>> events =
        new ArrayList<>(
            new Story(1)
                .accepted(1)
                .started(2, BOOTSTRAP, step("join/a"))
                .failed(3, INFRA, "subnet/a", "AWS_DENIED", "no")
                .replayed(4, INFRA)
                .events());
    events.add(
        new Story(1)
            .ran(BOOTSTRAP, "join/a", 2, 6)
            .events()
            .getLast()
            .within(first.step(BOOTSTRAP, 1, "join/a")));

    assertThat(BuildTrace.of(events))
        .filteredOn(span -> span.name().equals("join/a"))
        .singleElement()
        .extracting(TraceSpan::traceId)
        .isEqualTo(first.trace());
  }

  @Test
  void givenATraceContextFromOutsideWhenTracedThenItIsALinkAndNoMoreThanThat() {
    TraceParent requester = new TraceParent("a".repeat(32), "b".repeat(16));
    List<Event<?>> events = new ArrayList<>();
    events.add(new Story(1).requested(0).events().getFirst().within(requester));
    build().forEach(event -> events.add(event.within(requester))); // as if anybody could write them

    List<TraceSpan> spans = BuildTrace.of(events);

    assertIsWhole(spans);
    assertThat(spans).extracting(TraceSpan::traceId).doesNotContain(requester.traceId());
    assertThat(spans)
        .filteredOn(span -> span.parentId() == null)
        .extracting(TraceSpan::linked)
        .containsExactly(requester);
  }

  @Test
  void givenAReplayWhenTracedThenItIsATraceOfItsOwnThatIsLinkedToTheFirst() {
    List<Event<?>> events =
        new ArrayList<>(
            attempt(new Story(1).accepted(1), 1)
                .failed(6, INFRA, "subnet/a", "AWS_DENIED", "no")
                .events());
    events.addAll(
        new Story(1)
            .replayed(20, INFRA)
            .startedAgain(21, 1, INFRA, step("vpc/main"))
            .infraReady(25)
            .addonsReady(30)
            .events());

    List<TraceSpan> spans = BuildTrace.of(events);
    List<TraceSpan> roots = spans.stream().filter(span -> span.parentId() == null).toList();
    assertThat(roots).hasSize(2);
    assertThat(roots.getFirst().error()).contains("AWS_DENIED");
    assertThat(roots.getLast().linked()).isEqualTo(roots.getFirst().self());
    spans.stream()
        .collect(Collectors.groupingBy(TraceSpan::traceId))
        .values()
        .forEach(BuildTraceTest::assertIsWhole);
  }
}
